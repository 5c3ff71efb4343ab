import type { Sentences } from './in-languages.js';

/** Keys, sessions, what they may do; customers and their keys; Idempotency-Key. */
export const OF_ACCESS = {
  'An API key is required: Authorization: Bearer <key>, or x-api-key: <key>': {
    zh: '需要 API 密钥：Authorization: Bearer <key>，或 x-api-key: <key>',
    ja: 'API キーが必要です：Authorization: Bearer <key> または x-api-key: <key>',
    ko: 'API 키가 필요합니다: Authorization: Bearer <key> 또는 x-api-key: <key>',
  },
  'This key needs the scope {choices}; it has {held}': {
    zh: '此密钥需要权限范围 {choices}；现有 {held}',
    ja: 'このキーにはスコープ {choices} が必要です（現在は {held}）',
    ko: '이 키에는 범위 {choices}이(가) 필요합니다(현재 {held})',
  },
  'This is no API key of Tokenok, or it is mistyped or cut off': {
    zh: '这不是 Tokenok 的 API 密钥，或输入有误、不完整',
    ja: 'Tokenok の API キーではないか、誤記または途中で切れています',
    ko: 'Tokenok의 API 키가 아니거나, 잘못 입력되었거나 잘렸습니다',
  },
  'The key {key} has expired': { zh: '密钥 {key} 已过期', ja: 'キー {key} は期限切れです', ko: '키 {key}이(가) 만료되었습니다' },
  'The key {key} has been revoked': { zh: '密钥 {key} 已被吊销', ja: 'キー {key} は失効しています', ko: '키 {key}이(가) 폐기되었습니다' },
  'The key {key} has been rotated: use its new secret': {
    zh: '密钥 {key} 已轮换：请使用新的密钥值',
    ja: 'キー {key} は更新されています。新しいシークレットを使ってください',
    ko: '키 {key}이(가) 교체되었습니다. 새 비밀 값을 사용하세요',
  },
  'This API key is not known here': {
    zh: '此处没有这个 API 密钥',
    ja: 'この API キーは登録されていません',
    ko: '등록되지 않은 API 키입니다',
  },
  'A key hands on no more than it holds: this would be {what}': {
    zh: '密钥不能授予超出自身的权限：{what}',
    ja: 'キーは自分の持つ以上の権限を渡せません：{what}',
    ko: '키는 자신이 가진 것 이상을 넘겨줄 수 없습니다: {what}',
  },
  'A key without a scope can do nothing': {
    zh: '没有权限范围的密钥什么也不能做',
    ja: 'スコープのないキーでは何もできません',
    ko: '범위가 없는 키로는 아무것도 할 수 없습니다',
  },
  '{scope} is no scope: use {choices}': {
    zh: '{scope} 不是权限范围：可用 {choices}',
    ja: '{scope} はスコープではありません。使えるのは {choices} です',
    ko: '{scope}은(는) 범위가 아닙니다. 사용할 수 있는 값: {choices}',
  },
  'A policy has {most} bytes at most': {
    zh: '策略最多 {most} 字节',
    ja: 'ポリシーは {most} バイトまでです',
    ko: '정책은 최대 {most}바이트입니다',
  },
  '{key} has already been issued': { zh: '{key} 已签发', ja: '{key} は発行済みです', ko: '{key}은(는) 이미 발급되었습니다' },
  '{key} was revoked at {moment}': {
    zh: '{key} 已于 {moment} 吊销',
    ja: '{key} は {moment} に失効しました',
    ko: '{key}은(는) {moment}에 폐기되었습니다',
  },
  '{key} expired at {moment}': {
    zh: '{key} 已于 {moment} 过期',
    ja: '{key} は {moment} に期限切れになりました',
    ko: '{key}은(는) {moment}에 만료되었습니다',
  },
  '{key} was rotated at {moment}: what was to be replaced is replaced': {
    zh: '{key} 已于 {moment} 轮换：要替换的密钥值已被替换',
    ja: '{key} は {moment} に更新されました。置き換える対象はすでに置き換わっています',
    ko: '{key}은(는) {moment}에 교체되었습니다. 바꾸려던 값은 이미 바뀌었습니다',
  },
  'The old key cannot end before its rotation': {
    zh: '旧密钥不能在轮换之前失效',
    ja: '古いキーを更新より前に終わらせることはできません',
    ko: '이전 키는 교체보다 먼저 끝날 수 없습니다',
  },
  '{count} old secrets of this key still work: rotate with overlap_seconds 0': {
    zh: '此密钥仍有 {count} 个旧值有效：请以 overlap_seconds 0 轮换',
    ja: 'このキーの古いシークレットが {count} 個まだ有効です。overlap_seconds 0 で更新してください',
    ko: '이 키의 이전 비밀 값 {count}개가 아직 유효합니다. overlap_seconds 0으로 교체하세요',
  },
  'There is no such key': { zh: '没有这个密钥', ja: 'そのキーはありません', ko: '해당 키가 없습니다' },
  'There is no such customer': { zh: '没有这个客户', ja: 'その顧客はありません', ko: '해당 고객이 없습니다' },
  'customer_id names no customer': {
    zh: 'customer_id 没有对应的客户',
    ja: 'customer_id に該当する顧客がありません',
    ko: 'customer_id에 해당하는 고객이 없습니다',
  },
  '{customer} is already registered': {
    zh: '{customer} 已登记',
    ja: '{customer} は登録済みです',
    ko: '{customer}은(는) 이미 등록되었습니다',
  },
  'Idempotency-Key must be 1 to {most} printable ASCII characters without spaces': {
    zh: 'Idempotency-Key 必须是 1 到 {most} 个不含空格的可打印 ASCII 字符',
    ja: 'Idempotency-Key は空白を含まない印字可能な ASCII 文字 1〜{most} 字でなければなりません',
    ko: 'Idempotency-Key는 공백 없는 인쇄 가능한 ASCII 문자 1~{most}자여야 합니다',
  },
  'The answer was erased with the person that it was about': {
    zh: '该回答已随其所涉及的人一并删除',
    ja: 'この回答は対象の人とともに消去されました',
    ko: '이 응답은 해당 인물과 함께 삭제되었습니다',
  },
} as const satisfies Sentences;
