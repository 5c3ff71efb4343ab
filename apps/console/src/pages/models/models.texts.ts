import { define } from '../../i18n/texts.ts';

export const texts = define({
  'models.explained': {
    en: 'What the keys of this account may call. A model is charged at its own price, whichever name calls it.',
    zh: '此账户的密钥可调用的模型。无论用哪个名称调用，均按模型自身价格计费。',
    ja: 'このアカウントのキーで呼び出せるモデルです。どの名前で呼んでも、モデルの価格で課金されます。',
    ko: '이 계정의 키로 호출할 수 있는 모델입니다. 어떤 이름으로 불러도 모델의 가격으로 과금됩니다.',
  },
  'models.model': { en: 'Model', zh: '模型', ja: 'モデル', ko: '모델' },
  'models.to': { en: 'leads to {models}', zh: '指向 {models}', ja: '{models} に対応', ko: '{models}(으)로 연결' },
  'models.up': { en: 'Up', zh: '可用', ja: '稼働中', ko: '정상' },
  'models.slow': { en: 'Some answers fail', zh: '部分请求失败', ja: '一部失敗', ko: '일부 실패' },
  'models.down': { en: 'Down', zh: '不可用', ja: '停止中', ko: '중단' },
  'models.unknown': { en: 'Not asked lately', zh: '近期无请求', ja: '最近の利用なし', ko: '최근 요청 없음' },
  'models.status': { en: 'Status', zh: '状态', ja: '状態', ko: '상태' },
  'models.input': { en: 'Input, {currency}/M', zh: '输入（{currency}/百万）', ja: '入力（{currency}/百万）', ko: '입력({currency}/백만)' },
  'models.cached': {
    en: 'Cached, {currency}/M',
    zh: '缓存（{currency}/百万）',
    ja: 'キャッシュ（{currency}/百万）',
    ko: '캐시({currency}/백만)',
  },
  'models.output': {
    en: 'Output, {currency}/M',
    zh: '输出（{currency}/百万）',
    ja: '出力（{currency}/百万）',
    ko: '출력({currency}/백만)',
  },
  'models.context': { en: 'Context', zh: '上下文', ja: 'コンテキスト', ko: '컨텍스트' },
  'models.takes': { en: 'Takes', zh: '能力', ja: '機能', ko: '기능' },
  'models.try': { en: 'Try in playground', zh: '在演练场试用', ja: 'プレイグラウンドで試す', ko: '플레이그라운드에서 시험' },
  'models.copy': { en: 'Copy name', zh: '复制名称', ja: '名前をコピー', ko: '이름 복사' },
  'models.none': {
    en: 'No model is set up yet.',
    zh: '尚未配置模型。',
    ja: 'モデルはまだありません。',
    ko: '아직 설정된 모델이 없습니다.',
  },
  'models.none_why': {
    en: 'Whoever runs this installation adds providers and models; they show here at once.',
    zh: '系统管理者添加提供方与模型后会立即显示在这里。',
    ja: '管理者がプロバイダーとモデルを追加すると、すぐにここに表示されます。',
    ko: '운영자가 공급자와 모델을 추가하면 바로 여기에 표시됩니다.',
  },
});
