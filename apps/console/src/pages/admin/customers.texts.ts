import { define } from '../../i18n/texts.ts';

export const texts = define({
  'customers.title': { en: 'Customers', zh: '客户', ja: '顧客', ko: '고객' },
  'customers.new': { en: 'New customer', zh: '新建客户', ja: '顧客を追加', ko: '고객 추가' },
  'customers.name': { en: 'Name', zh: '名称', ja: '名前', ko: '이름' },
  'customers.email': { en: 'E-mail', zh: '邮箱', ja: 'メールアドレス', ko: '이메일' },
  'customers.currency': { en: 'Currency', zh: '货币', ja: '通貨', ko: '통화' },
  'customers.since': { en: 'Since', zh: '创建时间', ja: '登録日', ko: '등록일' },
  'customers.status': { en: 'Status', zh: '状态', ja: '状態', ko: '상태' },
  'customers.status.active': { en: 'Active', zh: '正常', ja: '有効', ko: '활성' },
  'customers.status.suspended': { en: 'Suspended', zh: '已停用', ja: '停止中', ko: '정지됨' },
  'customers.owner': { en: 'E-mail of the owner', zh: '所有者邮箱', ja: 'オーナーのメールアドレス', ko: '소유자 이메일' },
  'customers.owner_why': {
    en: 'The owner is invited to the console by it.',
    zh: '所有者通过此邮箱受邀进入控制台。',
    ja: 'このアドレスにコンソールへの招待を送ります。',
    ko: '이 주소로 콘솔 초대를 보냅니다.',
  },
  'customers.create': { en: 'Create customer', zh: '创建客户', ja: '顧客を作成', ko: '고객 만들기' },
  'customers.leave': { en: 'Leave it', zh: '取消', ja: 'やめる', ko: '그만두기' },
  'customers.erased': { en: 'erased', zh: '已清除', ja: '消去済み', ko: '삭제됨' },
  'customers.none': { en: 'No customer yet.', zh: '还没有客户。', ja: '顧客はまだいません。', ko: '아직 고객이 없습니다.' },
  'customers.next': { en: 'Show more', zh: '显示更多', ja: 'さらに表示', ko: '더 보기' },
  'customers.link': {
    en: 'Send this link to the owner. It is shown this once.',
    zh: '请将此链接发送给所有者，仅显示这一次。',
    ja: 'このリンクをオーナーに送ってください。表示は一度だけです。',
    ko: '이 링크를 소유자에게 보내세요. 한 번만 표시됩니다.',
  },
  'customers.mailed': {
    en: 'The invitation was mailed to {email}.',
    zh: '邀请已发送至 {email}。',
    ja: '{email} に招待を送りました。',
    ko: '{email}(으)로 초대를 보냈습니다.',
  },
});
