import { define } from '../i18n/texts.ts';

export const texts = define({
  'app.home': { en: 'Home', zh: '首页', ja: 'ホーム', ko: '홈' },
});
