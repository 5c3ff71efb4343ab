import { define } from '../i18n/texts.ts';

/** The pages before the sign-in. */
export const texts = define({
  'door.to': { en: 'to <0>{name}</0>', zh: '登录到 <0>{name}</0>', ja: '<0>{name}</0> に接続', ko: '<0>{name}</0>' },
  'door.join': { en: 'Accept the invitation', zh: '接受邀请', ja: '招待を承諾', ko: '초대 수락' },
  'door.reset': { en: 'Set a new password', zh: '设置新密码', ja: '新しいパスワードを設定', ko: '새 비밀번호 설정' },
  'door.address': { en: 'Confirm the address', zh: '确认邮箱', ja: 'メールアドレスを確認', ko: '이메일 확인' },
  'door.sign_up': { en: 'Create an account', zh: '创建账户', ja: 'アカウントを作成', ko: '계정 만들기' },
  'door.why': {
    en: 'Every charge explains itself.',
    zh: '每一笔费用都有据可查。',
    ja: 'すべての請求に根拠があります。',
    ko: '모든 청구에는 근거가 있습니다.',
  },
  'door.how': {
    en: 'From a line on the statement down to tokens, price, entry and event.',
    zh: '从账单的一行，直到令牌、价格、分录和事件。',
    ja: '明細の1行から、トークン、単価、仕訳、イベントまでたどれます。',
    ko: '명세서의 한 줄에서 토큰, 단가, 분개, 이벤트까지 따라갈 수 있습니다.',
  },
  'door.example': { en: 'Example', zh: '示例', ja: '例', ko: '예시' },
  'door.book_account': { en: 'Account', zh: '科目', ja: '勘定', ko: '계정' },
  'door.debit': { en: 'Debit', zh: '借方', ja: '借方', ko: '차변' },
  'door.credit': { en: 'Credit', zh: '贷方', ja: '貸方', ko: '대변' },
  'door.held': { en: 'Credits held', zh: '冻结额度', ja: '確保済み残高', ko: '보류 잔액' },
  'door.revenue': { en: 'Usage revenue', zh: '用量收入', ja: '利用収益', ko: '사용 수익' },
  'door.available': { en: 'Credits available', zh: '可用额度', ja: '利用可能残高', ko: '사용 가능 잔액' },
  'door.sums': { en: 'Sums agree', zh: '借贷相等', ja: '合計一致', ko: '합계 일치' },
});
