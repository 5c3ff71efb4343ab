import type { Sentences } from './in-languages.js';

/** What the members of a body, a query's parameters and headers must be. */
export const OF_BODIES = {
  '{field} is not a known field': {
    zh: '{field} 不是已知字段',
    ja: '{field} は未知のフィールドです',
    ko: '{field}은(는) 알 수 없는 필드입니다',
  },
  '{field} is not known: this route takes {takes}': {
    zh: '未知参数 {field}：此路由接受 {takes}',
    ja: '{field} は未知です。このルートが受け付けるのは {takes} です',
    ko: '{field}은(는) 알 수 없습니다. 이 경로가 받는 값: {takes}',
  },
  '{field} is required': { zh: '必须提供 {field}', ja: '{field} は必須です', ko: '{field}은(는) 필수입니다' },
  '{field} must be a string': {
    zh: '{field} 必须是字符串',
    ja: '{field} は文字列でなければなりません',
    ko: '{field}은(는) 문자열이어야 합니다',
  },
  'each value in {field} must be a string': {
    zh: '{field} 的每个值必须是字符串',
    ja: '{field} の各値は文字列でなければなりません',
    ko: '{field}의 각 값은 문자열이어야 합니다',
  },
  '{field} must be an integer number': {
    zh: '{field} 必须是整数',
    ja: '{field} は整数でなければなりません',
    ko: '{field}은(는) 정수여야 합니다',
  },
  '{field} must be an array': { zh: '{field} 必须是数组', ja: '{field} は配列でなければなりません', ko: '{field}은(는) 배열이어야 합니다' },
  '{field} must be a boolean value': {
    zh: '{field} 必须是 true 或 false',
    ja: '{field} は true か false でなければなりません',
    ko: '{field}은(는) true 또는 false여야 합니다',
  },
  '{field} must be true or false': {
    zh: '{field} 必须是 true 或 false',
    ja: '{field} は true か false でなければなりません',
    ko: '{field}은(는) true 또는 false여야 합니다',
  },
  '{field} must be an object': {
    zh: '{field} 必须是对象',
    ja: '{field} はオブジェクトでなければなりません',
    ko: '{field}은(는) 객체여야 합니다',
  },
  '{field} must be an email': {
    zh: '{field} 必须是电子邮件地址',
    ja: '{field} はメールアドレスでなければなりません',
    ko: '{field}은(는) 이메일 주소여야 합니다',
  },
  '{field} must be a number conforming to the specified constraints': {
    zh: '{field} 必须是数字',
    ja: '{field} は数値でなければなりません',
    ko: '{field}은(는) 숫자여야 합니다',
  },
  '{field} must be one of the following values: {choices}': {
    zh: '{field} 必须是以下值之一：{choices}',
    ja: '{field} は次のいずれかでなければなりません：{choices}',
    ko: '{field}은(는) 다음 값 중 하나여야 합니다: {choices}',
  },
  'each value in {field} must be one of the following values: {choices}': {
    zh: '{field} 的每个值必须是以下值之一：{choices}',
    ja: '{field} の各値は次のいずれかでなければなりません：{choices}',
    ko: '{field}의 각 값은 다음 값 중 하나여야 합니다: {choices}',
  },
  '{field} must be one of {choices}': {
    zh: '{field} 必须是以下值之一：{choices}',
    ja: '{field} は次のいずれかでなければなりません：{choices}',
    ko: '{field}은(는) 다음 값 중 하나여야 합니다: {choices}',
  },
  'format must be {choices}': {
    zh: 'format 必须是 {choices}',
    ja: 'format は {choices} でなければなりません',
    ko: 'format은 {choices}이어야 합니다',
  },
  '{field} must be longer than or equal to {least} characters': {
    zh: '{field} 至少 {least} 个字符',
    ja: '{field} は {least} 文字以上でなければなりません',
    ko: '{field}은(는) {least}자 이상이어야 합니다',
  },
  '{field} must be shorter than or equal to {most} characters': {
    zh: '{field} 最多 {most} 个字符',
    ja: '{field} は {most} 文字以下でなければなりません',
    ko: '{field}은(는) {most}자 이하여야 합니다',
  },
  '{field} must have {most} characters at most': {
    zh: '{field} 最多 {most} 个字符',
    ja: '{field} は {most} 文字以下でなければなりません',
    ko: '{field}은(는) {most}자 이하여야 합니다',
  },
  '{field} must not be less than {least}': {
    zh: '{field} 不得小于 {least}',
    ja: '{field} は {least} 以上でなければなりません',
    ko: '{field}은(는) {least} 이상이어야 합니다',
  },
  '{field} must not be greater than {most}': {
    zh: '{field} 不得大于 {most}',
    ja: '{field} は {most} 以下でなければなりません',
    ko: '{field}은(는) {most} 이하여야 합니다',
  },
  '{field} must contain at least {least} elements': {
    zh: '{field} 至少包含 {least} 个元素',
    ja: '{field} には {least} 個以上の要素が必要です',
    ko: '{field}에는 {least}개 이상의 요소가 있어야 합니다',
  },
  '{field} must contain no more than {most} elements': {
    zh: '{field} 最多包含 {most} 个元素',
    ja: '{field} の要素は {most} 個までです',
    ko: '{field}의 요소는 {most}개까지입니다',
  },
  '{field} must match {pattern} regular expression': {
    zh: '{field} 必须符合正则表达式 {pattern}',
    ja: '{field} は正規表現 {pattern} に一致しなければなりません',
    ko: '{field}은(는) 정규식 {pattern}과 일치해야 합니다',
  },
  '{field} must be a whole number from {least} to {most}': {
    zh: '{field} 必须是 {least} 到 {most} 的整数',
    ja: '{field} は {least} から {most} までの整数でなければなりません',
    ko: '{field}은(는) {least}에서 {most}까지의 정수여야 합니다',
  },
  '{field} must be a whole number above zero': {
    zh: '{field} 必须是大于零的整数',
    ja: '{field} はゼロより大きい整数でなければなりません',
    ko: '{field}은(는) 0보다 큰 정수여야 합니다',
  },
  '{field} must be a whole number of zero or more': {
    zh: '{field} 必须是零或更大的整数',
    ja: '{field} はゼロ以上の整数でなければなりません',
    ko: '{field}은(는) 0 이상의 정수여야 합니다',
  },
  'A whole number from {least} to {most}': {
    zh: '必须是 {least} 到 {most} 的整数',
    ja: '{least} から {most} までの整数でなければなりません',
    ko: '{least}에서 {most}까지의 정수여야 합니다',
  },
  '{least} to {most} characters': { zh: '{least} 到 {most} 个字符', ja: '{least}〜{most} 文字', ko: '{least}~{most}자' },
  '{field} is given more than once': {
    zh: '{field} 出现多次',
    ja: '{field} が複数回指定されています',
    ko: '{field}이(가) 두 번 이상 지정되었습니다',
  },
  'The header {field} is given more than once': {
    zh: '请求头 {field} 出现多次',
    ja: 'ヘッダー {field} が複数回指定されています',
    ko: '헤더 {field}이(가) 두 번 이상 지정되었습니다',
  },
  '{field} is empty: leave it out for all': {
    zh: '{field} 为空：要查询全部请省略',
    ja: '{field} が空です。すべてを対象にするには省いてください',
    ko: '{field}이(가) 비어 있습니다. 전체를 보려면 생략하세요',
  },
  '{field} must be a day like 2026-11-23': {
    zh: '{field} 必须是形如 2026-11-23 的日期',
    ja: '{field} は 2026-11-23 のような日付でなければなりません',
    ko: '{field}은(는) 2026-11-23과 같은 날짜여야 합니다',
  },
  '{field} must be an RFC 3339 time like 2026-11-23T10:00:00Z': {
    zh: '{field} 必须是形如 2026-11-23T10:00:00Z 的 RFC 3339 时间',
    ja: '{field} は 2026-11-23T10:00:00Z のような RFC 3339 の時刻でなければなりません',
    ko: '{field}은(는) 2026-11-23T10:00:00Z와 같은 RFC 3339 시각이어야 합니다',
  },
  '{field} must be an RFC 3339 time like 2026-11-23T10:00:00Z, or a day': {
    zh: '{field} 必须是形如 2026-11-23T10:00:00Z 的 RFC 3339 时间，或日期',
    ja: '{field} は 2026-11-23T10:00:00Z のような RFC 3339 の時刻か日付でなければなりません',
    ko: '{field}은(는) 2026-11-23T10:00:00Z와 같은 RFC 3339 시각 또는 날짜여야 합니다',
  },
  'to is before from': { zh: 'to 早于 from', ja: 'to が from より前です', ko: 'to가 from보다 앞섭니다' },
  'cursor is not one that this list has given out': {
    zh: 'cursor 不是此列表给出的游标',
    ja: 'cursor はこの一覧が返したものではありません',
    ko: 'cursor가 이 목록에서 받은 것이 아닙니다',
  },
  'bom must be 0 or 1': { zh: 'bom 必须是 0 或 1', ja: 'bom は 0 か 1 でなければなりません', ko: 'bom은 0 또는 1이어야 합니다' },
  'bom is for format=csv': {
    zh: 'bom 仅用于 format=csv',
    ja: 'bom は format=csv のときだけ使えます',
    ko: 'bom은 format=csv에서만 사용합니다',
  },
  '{field} must be a position': { zh: '{field} 必须是位置', ja: '{field} は位置でなければなりません', ko: '{field}은(는) 위치여야 합니다' },
  'min_position must be a position as x-tokenok-position gave it': {
    zh: 'min_position 必须是 x-tokenok-position 给出的位置',
    ja: 'min_position は x-tokenok-position が示した位置でなければなりません',
    ko: 'min_position은 x-tokenok-position이 알려준 위치여야 합니다',
  },
  'The read models have not reached position {position} within 2 s': {
    zh: '读模型未能在 2 秒内到达位置 {position}',
    ja: '読み取りモデルが 2 秒以内に位置 {position} に達しませんでした',
    ko: '읽기 모델이 2초 안에 위치 {position}에 도달하지 못했습니다',
  },
  'The body is empty; JSON is wanted': {
    zh: '请求体为空，需要 JSON',
    ja: '本文が空です。JSON が必要です',
    ko: '본문이 비어 있습니다. JSON이 필요합니다',
  },
  'The body is not valid UTF-8': {
    zh: '请求体不是有效的 UTF-8',
    ja: '本文が正しい UTF-8 ではありません',
    ko: '본문이 올바른 UTF-8이 아닙니다',
  },
  'The body is not valid JSON: it ends too early': {
    zh: '请求体不是有效的 JSON：过早结束',
    ja: '本文が正しい JSON ではありません：途中で終わっています',
    ko: '본문이 올바른 JSON이 아닙니다: 너무 일찍 끝납니다',
  },
  'The body is not valid JSON at position {position}': {
    zh: '请求体不是有效的 JSON：位置 {position}',
    ja: '本文が正しい JSON ではありません：位置 {position}',
    ko: '본문이 올바른 JSON이 아닙니다: 위치 {position}',
  },
  'The body must be a JSON object': {
    zh: '请求体必须是 JSON 对象',
    ja: '本文は JSON オブジェクトでなければなりません',
    ko: '본문은 JSON 객체여야 합니다',
  },
  '{field} stands twice in its object': {
    zh: '{field} 在其对象中出现两次',
    ja: '{field} がオブジェクト内に二度あります',
    ko: '{field}이(가) 객체 안에 두 번 있습니다',
  },
  '{field} holds half of a surrogate pair': {
    zh: '{field} 含有半个代理对',
    ja: '{field} にサロゲートペアの片方だけが含まれています',
    ko: '{field}에 서로게이트 쌍의 절반만 있습니다',
  },
  '{field} holds a NUL character': {
    zh: '{field} 含有 NUL 字符',
    ja: '{field} に NUL 文字が含まれています',
    ko: '{field}에 NUL 문자가 있습니다',
  },
  'The body is nested more than {depth} deep': {
    zh: '请求体嵌套超过 {depth} 层',
    ja: '本文の入れ子が {depth} 段を超えています',
    ko: '본문의 중첩이 {depth}단계를 넘습니다',
  },
  'content-type must be application/json': {
    zh: 'content-type 必须是 application/json',
    ja: 'content-type は application/json でなければなりません',
    ko: 'content-type은 application/json이어야 합니다',
  },
  'content-type is not a media type': {
    zh: 'content-type 不是媒体类型',
    ja: 'content-type がメディアタイプではありません',
    ko: 'content-type이 미디어 유형이 아닙니다',
  },
} as const satisfies Sentences;
