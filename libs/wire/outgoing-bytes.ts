/** Collects pieces in order; pieces that lie side by side in the same memory go out as one slice, without a copy. */
export class OutgoingBytes {
  private readonly whole: Buffer[] = [];
  private memory: ArrayBufferLike | undefined;
  private start = 0;
  private end = 0;

  add(piece: Buffer): void {
    if (piece.buffer === this.memory && piece.byteOffset === this.end) {
      this.end += piece.length;
      return;
    }
    this.flush();
    this.memory = piece.buffer;
    this.start = piece.byteOffset;
    this.end = piece.byteOffset + piece.length;
  }

  take(): Buffer | undefined {
    this.flush();
    const bytes = this.whole.length > 1 ? Buffer.concat(this.whole) : this.whole[0];
    this.whole.length = 0;
    return bytes;
  }

  private flush(): void {
    if (this.memory !== undefined && this.end > this.start) this.whole.push(Buffer.from(this.memory, this.start, this.end - this.start));
    this.memory = undefined;
  }
}
