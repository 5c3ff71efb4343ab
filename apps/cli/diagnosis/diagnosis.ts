/** `attention`: works, but somebody should look. `broken`: does not, or will not for long. */
export type Status = 'fine' | 'attention' | 'broken';

export interface Diagnosis {
  readonly check: string;
  readonly status: Status;
  /** Never a secret, and never the value of a variable. */
  readonly detail: string;
}

export const fine = (check: string, detail: string): Diagnosis => ({ check, status: 'fine', detail });
export const attention = (check: string, detail: string): Diagnosis => ({ check, status: 'attention', detail });
export const broken = (check: string, detail: string): Diagnosis => ({ check, status: 'broken', detail });
