import type { Sentences } from './in-languages.js';

/** Paths, connections and bodies as bytes; models, providers and what a request asks of them. */
export const OF_REQUESTS = {
  'There is nothing at {path}': { zh: '{path} 处没有任何内容', ja: '{path} には何もありません', ko: '{path}에는 아무것도 없습니다' },
  'There is nothing at {path}: the base URL must be {base}, so that the call goes to {url}': {
    zh: '{path} 处没有任何内容：基础 URL 必须是 {base}，这样调用会发往 {url}',
    ja: '{path} には何もありません。ベース URL を {base} にすると、呼び出しは {url} に届きます',
    ko: '{path}에는 아무것도 없습니다. 기본 URL을 {base}(으)로 하면 호출이 {url}(으)로 갑니다',
  },
  'There is nothing at {path}: the base URL must be {base}, because this client adds /v1 by itself, so that the call goes to {url}': {
    zh: '{path} 处没有任何内容：基础 URL 必须是 {base}（此客户端会自行添加 /v1），这样调用会发往 {url}',
    ja: '{path} には何もありません。このクライアントは /v1 を自分で付けるため、ベース URL を {base} にすると、呼び出しは {url} に届きます',
    ko: '{path}에는 아무것도 없습니다. 이 클라이언트는 /v1을 스스로 붙이므로 기본 URL을 {base}(으)로 하면 호출이 {url}(으)로 갑니다',
  },
  '{path} takes {allowed}, not {method}': {
    zh: '{path} 接受 {allowed}，不接受 {method}',
    ja: '{path} が受け付けるのは {allowed} で、{method} ではありません',
    ko: '{path}은(는) {method}이(가) 아니라 {allowed}을(를) 받습니다',
  },
  'The path is longer than {most} characters': {
    zh: '路径超过 {most} 个字符',
    ja: 'パスが {most} 文字を超えています',
    ko: '경로가 {most}자를 넘습니다',
  },
  'host must be there once: a name or an address, and a port': {
    zh: 'host 必须恰好出现一次：名称或地址，以及端口',
    ja: 'host はちょうど一度、名前かアドレスとポートでなければなりません',
    ko: 'host는 이름 또는 주소와 포트로 정확히 한 번 있어야 합니다',
  },
  'The body is larger than {bytes} bytes': {
    zh: '请求体超过 {bytes} 字节',
    ja: '本文が {bytes} バイトを超えています',
    ko: '본문이 {bytes}바이트를 넘습니다',
  },
  'The body is larger than {bytes} bytes when decoded': {
    zh: '请求体解码后超过 {bytes} 字节',
    ja: '本文が展開後に {bytes} バイトを超えています',
    ko: '본문이 디코딩 후 {bytes}바이트를 넘습니다',
  },
  'The body was not there within {seconds} s': {
    zh: '请求体未在 {seconds} 秒内到达',
    ja: '本文が {seconds} 秒以内に届きませんでした',
    ko: '본문이 {seconds}초 안에 도착하지 않았습니다',
  },
  'The body is not valid {coding}': {
    zh: '请求体不是有效的 {coding}',
    ja: '本文が正しい {coding} ではありません',
    ko: '본문이 올바른 {coding}이(가) 아닙니다',
  },
  'content-encoding: {coding} is not supported; gzip, br and deflate are': {
    zh: '不支持 content-encoding: {coding}；支持 gzip、br 和 deflate',
    ja: 'content-encoding: {coding} には対応していません。gzip、br、deflate に対応しています',
    ko: 'content-encoding: {coding}은(는) 지원되지 않습니다. gzip, br, deflate를 지원합니다',
  },
  'There is no room for the body in the memory of this gateway; try again': {
    zh: '此网关的内存容纳不下请求体，请重试',
    ja: 'このゲートウェイのメモリーに本文を置く余裕がありません。再試行してください',
    ko: '이 게이트웨이의 메모리에 본문을 둘 공간이 없습니다. 다시 시도하세요',
  },
  'There is no room for the conversation in the memory of this gateway; try again': {
    zh: '此网关的内存容纳不下该会话，请重试',
    ja: 'このゲートウェイのメモリーに会話を置く余裕がありません。再試行してください',
    ko: '이 게이트웨이의 메모리에 대화를 둘 공간이 없습니다. 다시 시도하세요',
  },
  'Too many connections from this address': {
    zh: '来自此地址的连接过多',
    ja: 'このアドレスからの接続が多すぎます',
    ko: '이 주소의 연결이 너무 많습니다',
  },
  'Too many connections': { zh: '连接过多', ja: '接続が多すぎます', ko: '연결이 너무 많습니다' },
  'The model {model} does not exist.': {
    zh: '模型 {model} 不存在。',
    ja: 'モデル {model} は存在しません。',
    ko: '모델 {model}이(가) 존재하지 않습니다.',
  },
  'The model {model} does not exist. Did you mean {nearest}?': {
    zh: '模型 {model} 不存在。最接近的名称是 {nearest}。',
    ja: 'モデル {model} は存在しません。最も近い名前は {nearest} です。',
    ko: '모델 {model}이(가) 존재하지 않습니다. 가장 가까운 이름은 {nearest}입니다.',
  },
  'There is no model {model}': { zh: '没有模型 {model}', ja: 'モデル {model} はありません', ko: '모델 {model}이(가) 없습니다' },
  'There is no model {model} (an alias points to models, not to aliases)': {
    zh: '没有模型 {model}（别名指向模型，不能指向别名）',
    ja: 'モデル {model} はありません（エイリアスはモデルを指し、エイリアスは指せません）',
    ko: '모델 {model}이(가) 없습니다(별칭은 별칭이 아니라 모델을 가리킵니다)',
  },
  'There is no alias {alias}': { zh: '没有别名 {alias}', ja: 'エイリアス {alias} はありません', ko: '별칭 {alias}이(가) 없습니다' },
  'There is no provider {provider}': {
    zh: '没有服务商 {provider}',
    ja: 'プロバイダー {provider} はありません',
    ko: '제공자 {provider}이(가) 없습니다',
  },
  'There is no such provider': { zh: '没有这个服务商', ja: 'そのプロバイダーはありません', ko: '해당 제공자가 없습니다' },
  'There is no such price import': { zh: '没有这次价格导入', ja: 'その価格インポートはありません', ko: '해당 가격 가져오기가 없습니다' },
  'There must be 1 to {most} targets': {
    zh: '目标必须为 1 到 {most} 个',
    ja: 'ターゲットは 1〜{most} 個でなければなりません',
    ko: '대상은 1~{most}개여야 합니다',
  },
  'The same target stands here twice': { zh: '同一目标出现两次', ja: '同じターゲットが二度あります', ko: '같은 대상이 두 번 있습니다' },
  'The alias {alias} points to {model}: point it elsewhere first': {
    zh: '别名 {alias} 指向 {model}：请先将其指向别处',
    ja: 'エイリアス {alias} が {model} を指しています。先に別のモデルへ向けてください',
    ko: '별칭 {alias}이(가) {model}을(를) 가리킵니다. 먼저 다른 곳을 가리키게 하세요',
  },
  'A price is a decimal string: up to 9 digits, and up to 9 decimals': {
    zh: '价格是十进制字符串：最多 9 位整数和 9 位小数',
    ja: '価格は 10 進数の文字列です（整数部 9 桁、小数部 9 桁まで）',
    ko: '가격은 십진수 문자열입니다(정수 9자리, 소수 9자리까지)',
  },
  'Over plain http anybody on the way reads the credential: use https, or say "insecure": true (the loopback needs neither)': {
    zh: '明文 http 会让途中任何人读到凭据：请使用 https，或设置 "insecure": true（环回地址都不需要）',
    ja: '平文の http では途中の誰でも認証情報を読めます。https を使うか "insecure": true を指定してください（ループバックではどちらも不要です）',
    ko: '평문 http에서는 중간의 누구나 자격 증명을 읽을 수 있습니다. https를 쓰거나 "insecure": true를 지정하세요(루프백에는 둘 다 필요 없습니다)',
  },
  'What the request names or brings as a file cannot be bounded: {model} has no context_window': {
    zh: '请求引用或附带的文件无法估计上限：{model} 没有 context_window',
    ja: 'リクエストが参照または添付するファイルの上限を見積もれません：{model} に context_window がありません',
    ko: '요청이 참조하거나 첨부한 파일의 상한을 정할 수 없습니다: {model}에 context_window가 없습니다',
  },
  'No provider of {model} serves this route': {
    zh: '{model} 的服务商都不提供此路由',
    ja: '{model} のどのプロバイダーもこのルートに対応していません',
    ko: '{model}의 어떤 제공자도 이 경로를 제공하지 않습니다',
  },
  '{field} is required: {model} has neither max_output_tokens nor context_window': {
    zh: '必须提供 {field}：{model} 既没有 max_output_tokens 也没有 context_window',
    ja: '{field} は必須です：{model} には max_output_tokens も context_window もありません',
    ko: '{field}은(는) 필수입니다: {model}에는 max_output_tokens도 context_window도 없습니다',
  },
  '{field} asks for {what}, for which this model has no price': {
    zh: '{field} 要求 {what}，此模型没有相应价格',
    ja: '{field} は {what} を求めていますが、このモデルにその価格がありません',
    ko: '{field}은(는) {what}을(를) 요구하지만 이 모델에는 그 가격이 없습니다',
  },
  'n must be 1: the provider of this model gives one answer': {
    zh: 'n 必须是 1：此模型的服务商只给出一个回答',
    ja: 'n は 1 でなければなりません。このモデルのプロバイダーは回答を一つだけ返します',
    ko: 'n은 1이어야 합니다. 이 모델의 제공자는 응답을 하나만 제공합니다',
  },
  'The provider of this model has no audio': {
    zh: '此模型的服务商不支持音频',
    ja: 'このモデルのプロバイダーは音声に対応していません',
    ko: '이 모델의 제공자는 오디오를 지원하지 않습니다',
  },
  'The provider of this model tells no log probabilities': {
    zh: '此模型的服务商不提供对数概率',
    ja: 'このモデルのプロバイダーは対数確率を返しません',
    ko: '이 모델의 제공자는 로그 확률을 제공하지 않습니다',
  },
  '{field} is declared twice': { zh: '{field} 声明了两次', ja: '{field} が二度宣言されています', ko: '{field}이(가) 두 번 선언되었습니다' },
  '{provider} limits its rate': {
    zh: '{provider} 正在限制请求速率',
    ja: '{provider} がレートを制限しています',
    ko: '{provider}이(가) 요청 속도를 제한하고 있습니다',
  },
  '{provider} limits its rate: {words}': {
    zh: '{provider} 正在限制请求速率：{words}',
    ja: '{provider} がレートを制限しています：{words}',
    ko: '{provider}이(가) 요청 속도를 제한하고 있습니다: {words}',
  },
  '{provider} is overloaded': { zh: '{provider} 过载', ja: '{provider} が過負荷です', ko: '{provider}이(가) 과부하 상태입니다' },
  '{provider} is overloaded: {words}': {
    zh: '{provider} 过载：{words}',
    ja: '{provider} が過負荷です：{words}',
    ko: '{provider}이(가) 과부하 상태입니다: {words}',
  },
  '{provider} answered with status {status}': {
    zh: '{provider} 返回状态 {status}',
    ja: '{provider} がステータス {status} を返しました',
    ko: '{provider}이(가) 상태 {status}(으)로 응답했습니다',
  },
  '{provider} answered with status {status}: {words}': {
    zh: '{provider} 返回状态 {status}：{words}',
    ja: '{provider} がステータス {status} を返しました：{words}',
    ko: '{provider}이(가) 상태 {status}(으)로 응답했습니다: {words}',
  },
  '{provider} answered with an error': {
    zh: '{provider} 返回错误',
    ja: '{provider} がエラーを返しました',
    ko: '{provider}이(가) 오류로 응답했습니다',
  },
  '{provider} answered with an error: {words}': {
    zh: '{provider} 返回错误：{words}',
    ja: '{provider} がエラーを返しました：{words}',
    ko: '{provider}이(가) 오류로 응답했습니다: {words}',
  },
  '{provider} did not answer ({fault})': {
    zh: '{provider} 没有响应（{fault}）',
    ja: '{provider} が応答しませんでした（{fault}）',
    ko: '{provider}이(가) 응답하지 않았습니다({fault})',
  },
  '{provider} broke off within its answer ({fault})': {
    zh: '{provider} 在回答中途断开（{fault}）',
    ja: '{provider} が回答の途中で切断しました（{fault}）',
    ko: '{provider}이(가) 응답 도중 끊겼습니다({fault})',
  },
  '{provider} fell silent within its answer ({fault})': {
    zh: '{provider} 在回答中途没有了动静（{fault}）',
    ja: '{provider} が回答の途中で沈黙しました（{fault}）',
    ko: '{provider}이(가) 응답 도중 멈췄습니다({fault})',
  },
  '{provider} answered with something that is no answer to this ({fault})': {
    zh: '{provider} 返回的内容不是对此请求的回答（{fault}）',
    ja: '{provider} の応答はこのリクエストへの回答になっていません（{fault}）',
    ko: '{provider}의 응답은 이 요청에 대한 답이 아닙니다({fault})',
  },
  '{provider} had not answered in full when the time for a request was over ({fault})': {
    zh: '请求时限已到，{provider} 仍未答完（{fault}）',
    ja: 'リクエストの制限時間までに {provider} の回答が終わりませんでした（{fault}）',
    ko: '요청 제한 시간이 끝날 때까지 {provider}의 응답이 완료되지 않았습니다({fault})',
  },
} as const satisfies Sentences;
