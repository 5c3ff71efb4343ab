import type { Words } from './letter.js';

export const ZH: Words = {
  subject: {
    invitation: 'Tokenok 邀请',
    reset: '重置 Tokenok 密码',
    address: '确认 Tokenok 邮箱地址',
    sign_up: '注册 Tokenok',
    changed: (what) => `Tokenok：${what}已更改`,
  },
  invitedTo: (customer, role) => `此地址收到加入“${customer}”的邀请，角色为${role}。`,
  invitedToInstallation: (role) => `此地址收到加入此 Tokenok 系统的邀请，角色为${role}。`,
  resetAsked: '有人请求重置此地址的密码。第二验证因素保持不变。',
  addressGiven: '有人将此地址登记为自己的地址。确认后生效。',
  signUpAsked: '有人请求使用此地址注册。',
  follow: '继续操作请打开以下链接：',
  once: (until) => `链接仅可使用一次，有效期至 ${until}。`,
  notYou: '如非本人操作，无需处理：不打开链接则不会发生任何更改。',
  changedAt: (what, at) => `此账户的${what}已于 ${at} 更改。`,
  othersEnded: '所有其他会话均已结束。',
  notYourChange: '如非本人操作，请立即重置密码，并告知系统管理者。',
  factor: {
    password: '密码',
    passkey: '通行密钥',
    totp: '第二验证因素',
    recovery_codes: '恢复代码',
    address: '邮箱地址',
    reset: '密码（通过邮件链接）',
  },
  role: {
    owner: '所有者',
    developer: '开发者',
    finance: '财务',
    viewer: '查看者',
    operator: '运维',
    support: '支持',
    auditor: '审计',
  },
};
