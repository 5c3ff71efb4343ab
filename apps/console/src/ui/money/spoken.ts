/** One string for a screen reader: "0.0024336 US dollars". Intl reads decimal text exactly; no number is made of it. */
export function spoken(text: string, currency: string, language: string): string {
  try {
    const format = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'name', maximumFractionDigits: 9 });
    return format.format(text as Intl.StringNumericLiteral);
  } catch {
    return `${text} ${currency}`;
  }
}
