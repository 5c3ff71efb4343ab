import type { Sentences } from './in-languages.js';

/** Balances, credits, payments, and what is said of months and amounts. */
export const OF_MONEY = {
  'The balance has {available} {currency} available; this request needs at least {needed} {currency}': {
    zh: '余额不足：需要 {needed} {currency}，可用 {available} {currency}。未发送任何内容。请充值或减少输出长度。',
    ja: '残高が不足しています（必要 {needed} {currency}、利用可能 {available} {currency}）。何も送信されていません。残高を追加するか、出力を短くしてください。',
    ko: '잔액이 부족합니다(필요 {needed} {currency}, 사용 가능 {available} {currency}). 아무것도 전송되지 않았습니다. 충전하거나 출력 길이를 줄이세요.',
  },
  'The model is priced in {priced}, the account is kept in {kept}': {
    zh: '模型以 {priced} 计价，账户以 {kept} 记账',
    ja: 'モデルの価格は {priced} 建て、口座は {kept} 建てです',
    ko: '모델의 가격은 {priced}, 계정은 {kept} 기준입니다',
  },
  '{model} is priced in {priced}, the account is kept in {kept}': {
    zh: '{model} 以 {priced} 计价，账户以 {kept} 记账',
    ja: '{model} の価格は {priced} 建て、口座は {kept} 建てです',
    ko: '{model}의 가격은 {priced}, 계정은 {kept} 기준입니다',
  },
  '{account} is kept in {kept}, not in {asked}': {
    zh: '{account} 以 {kept} 记账，而不是 {asked}',
    ja: '{account} は {asked} ではなく {kept} 建てです',
    ko: '{account}은(는) {asked}이(가) 아니라 {kept} 기준입니다',
  },
  'The account is kept in {kept}, and is credited in it': {
    zh: '账户以 {kept} 记账，也以此币种入账',
    ja: '口座は {kept} 建てで、入金も同じ通貨で行われます',
    ko: '계정은 {kept} 기준이며 같은 통화로 적립됩니다',
  },
  'Only {amount} {currency} of paid credit can be taken back': {
    zh: '付费额度中只能收回 {amount} {currency}',
    ja: '支払い済みクレジットのうち取り戻せるのは {amount} {currency} だけです',
    ko: '유료 크레딧 중 {amount} {currency}만 회수할 수 있습니다',
  },
  'A correction of nothing is none': {
    zh: '更正金额为零，等于没有更正',
    ja: '金額ゼロの訂正はできません',
    ko: '금액이 0인 정정은 할 수 없습니다',
  },
  'The amount must be above zero': { zh: '金额必须大于零', ja: '金額はゼロより大きくなければなりません', ko: '금액은 0보다 커야 합니다' },
  '{moment} has passed': { zh: '{moment} 已过', ja: '{moment} は過ぎています', ko: '{moment}은(는) 이미 지났습니다' },
  '{moment} is not in the future': {
    zh: '{moment} 不在将来',
    ja: '{moment} は未来の時刻ではありません',
    ko: '{moment}은(는) 미래 시각이 아닙니다',
  },
  '{id} is not a correction of period {period}': {
    zh: '{id} 不是 {period} 期间的更正',
    ja: '{id} は期間 {period} の訂正ではありません',
    ko: '{id}은(는) {period} 기간의 정정이 아닙니다',
  },
  '{id} has been reversed': { zh: '{id} 已被冲销', ja: '{id} は取り消し済みです', ko: '{id}은(는) 이미 취소되었습니다' },
  'amount must be a decimal string above zero, with 9 digits and 9 decimals at most': {
    zh: 'amount 必须是大于零的十进制字符串，最多 9 位整数和 9 位小数',
    ja: 'amount はゼロより大きい 10 進数の文字列（整数部 9 桁、小数部 9 桁まで）でなければなりません',
    ko: 'amount는 0보다 큰 십진수 문자열이어야 하며 정수 9자리, 소수 9자리까지입니다',
  },
  'amount must be a decimal string above zero, with no more decimals than the currency has': {
    zh: 'amount 必须是大于零的十进制字符串，小数位数不超过该币种',
    ja: 'amount はゼロより大きい 10 進数の文字列で、小数は通貨の桁数までです',
    ko: 'amount는 0보다 큰 십진수 문자열이어야 하며 소수는 통화의 자릿수까지입니다',
  },
  '{currency} is no currency that the ledger keeps': {
    zh: '账本不支持币种 {currency}',
    ja: '{currency} は帳簿で扱う通貨ではありません',
    ko: '{currency}은(는) 장부가 다루는 통화가 아닙니다',
  },
  '{zone} is no time zone of the IANA database': {
    zh: '{zone} 不是 IANA 数据库中的时区',
    ja: '{zone} は IANA データベースのタイムゾーンではありません',
    ko: '{zone}은(는) IANA 데이터베이스의 시간대가 아닙니다',
  },
  'period must be a month like 2026-11': {
    zh: 'period 必须是形如 2026-11 的月份',
    ja: 'period は 2026-11 のような月でなければなりません',
    ko: 'period는 2026-11과 같은 월이어야 합니다',
  },
  '{field} has not begun: the last month that has is {latest}': {
    zh: '{field} 尚未开始：已开始的最近月份是 {latest}',
    ja: '{field} はまだ始まっていません。始まっている最後の月は {latest} です',
    ko: '{field}은(는) 아직 시작되지 않았습니다. 시작된 마지막 달은 {latest}입니다',
  },
  'period stands instead of from and to': {
    zh: 'period 不能与 from、to 同时使用',
    ja: 'period は from と to の代わりに使います',
    ko: 'period는 from과 to 대신 사용합니다',
  },
  'A statement spans {most} months at most': {
    zh: '对账单最多涵盖 {most} 个月',
    ja: '明細は {most} か月までです',
    ko: '명세서는 최대 {most}개월까지입니다',
  },
  'There is no such unmatched payment': {
    zh: '没有这笔未匹配的付款',
    ja: 'その未照合の支払いはありません',
    ko: '해당 미대사 결제가 없습니다',
  },
  'There is no such payment provider': {
    zh: '没有这个支付服务商',
    ja: 'その決済プロバイダーはありません',
    ko: '해당 결제 제공자가 없습니다',
  },
  'There is no such request, or it has not ended yet': {
    zh: '没有这个请求，或它尚未结束',
    ja: 'そのリクエストはないか、まだ終わっていません',
    ko: '해당 요청이 없거나 아직 끝나지 않았습니다',
  },
} as const satisfies Sentences;
