/** Short numbers for long ids, so that a person can type them; one id keeps its number. */
export class Numbers {
  readonly #numbers = new Map<string, number>();
  readonly #ids: string[] = [];

  of(id: string): number {
    let number = this.#numbers.get(id);
    if (number === undefined) {
      number = this.#ids.push(id);
      this.#numbers.set(id, number);
    }
    return number;
  }

  /** The id that has a number; undefined where none has it. */
  at(number: number): string | undefined {
    return this.#ids[number - 1];
  }
}
