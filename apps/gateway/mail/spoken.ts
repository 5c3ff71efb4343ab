import { LANGUAGES, type Language } from '#mail';

/** The language of ours that an `Accept-Language` wants most (RFC 9110, 12.5.4); English where it wants none of them. */
export function spokenIn(header: string | undefined): Language {
  const wanted = (header ?? '').split(',').flatMap((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const language = LANGUAGES.find((each) => tag === each || tag.startsWith(`${each}-`));
    const weight = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find((each) => each !== undefined);
    return language === undefined ? [] : [{ language, weight: weight === undefined ? 1 : Number(weight) }];
  });
  const [most] = wanted.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  return most?.language ?? 'en';
}
