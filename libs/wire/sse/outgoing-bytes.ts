/** Collects pieces in order. Pieces that lie side by side in the same memory are one run; a single run goes out as a slice, without a copy. */
export class OutgoingBytes {
  private readonly runs: Uint8Array[] = [];
  private bytes = 0;
  private memory: ArrayBufferLike | undefined;
  private start = 0;
  private end = 0;

  add(piece: Buffer, start = 0, end = piece.length): void {
    const from = piece.byteOffset + start;
    if (piece.buffer !== this.memory || from !== this.end) {
      this.closeRun();
      this.memory = piece.buffer;
      this.start = from;
    }
    this.end = piece.byteOffset + end;
  }

  take(): Buffer | undefined {
    const { memory } = this;
    if (memory === undefined) return undefined;
    if (this.runs.length === 0) {
      this.memory = undefined;
      return this.end > this.start ? Buffer.from(memory, this.start, this.end - this.start) : undefined;
    }
    this.closeRun();
    const whole = Buffer.allocUnsafe(this.bytes);
    let at = 0;
    for (const run of this.runs) {
      whole.set(run, at);
      at += run.length;
    }
    this.runs.length = 0;
    this.bytes = 0;
    return whole;
  }

  private closeRun(): void {
    if (this.memory !== undefined && this.end > this.start) {
      this.runs.push(new Uint8Array(this.memory, this.start, this.end - this.start));
      this.bytes += this.end - this.start;
    }
    this.memory = undefined;
  }
}
