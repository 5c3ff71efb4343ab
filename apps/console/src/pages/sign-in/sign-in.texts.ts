import { define } from '../../i18n/texts.ts';

export const texts = define({
  'sign_in.title': { en: 'Sign in', zh: '登录', ja: 'サインイン', ko: '로그인' },
  'sign_in.passkey': { en: 'Continue with a passkey', zh: '使用通行密钥继续', ja: 'パスキーで続行', ko: '패스키로 계속' },
  'sign_in.or': { en: 'or with a password', zh: '或使用密码', ja: 'またはパスワードで', ko: '또는 비밀번호로' },
  'sign_in.forgotten': { en: 'Forgotten?', zh: '忘记密码？', ja: 'お忘れですか？', ko: '잊으셨나요?' },
  'sign_in.invited': {
    en: 'No account yet? Someone who manages your company here can invite you.',
    zh: '还没有账户？由所在公司的管理者发出邀请即可加入。',
    ja: 'アカウントがない場合は、社内の管理者からの招待で参加できます。',
    ko: '계정이 없다면 회사의 관리자가 초대할 수 있습니다.',
  },
  'sign_in.sign_up': { en: 'Create an account', zh: '创建账户', ja: 'アカウントを作成', ko: '계정 만들기' },
  'sign_in.code_why': {
    en: 'This person has a second factor. Type the six digits of the authenticator app.',
    zh: '此账户启用了第二因素。请输入验证器应用的六位数字。',
    ja: '2段階認証が有効です。認証アプリの6桁の数字を入力してください。',
    ko: '2단계 인증을 사용하는 계정입니다. 인증 앱의 숫자 6자리를 입력하세요.',
  },
});
