/** Trouble the gateway makes on request. */
export class GatewayFaults {
  /** Heartbeats are not acknowledged: clients must notice the dead connection. */
  silentHeartbeats = false;
  #refusedResumes = 0;
  #refusedIdentifies = 0;

  /** The next resumes are answered with an invalid session. */
  refuseResumes(times: number): void {
    this.#refusedResumes = times;
  }

  /** The next identifies are answered with an invalid session. */
  refuseIdentifies(times: number): void {
    this.#refusedIdentifies = times;
  }

  /** Whether this resume is to be refused; counts it. */
  takeRefusedResume(): boolean {
    return this.#refusedResumes > 0 && this.#refusedResumes-- > 0;
  }

  /** Whether this identify is to be refused; counts it. */
  takeRefusedIdentify(): boolean {
    return this.#refusedIdentifies > 0 && this.#refusedIdentifies-- > 0;
  }

  /** Back to normal. */
  clear(): void {
    this.silentHeartbeats = false;
    this.#refusedResumes = 0;
    this.#refusedIdentifies = 0;
  }
}
