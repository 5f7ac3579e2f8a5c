import type { GuildId } from "@flora/model";
import {
  createQuotaGate,
  createSecretVault,
  type HttpEgress,
  openVault,
  type QuotaGate,
  type SecretVault,
} from "@flora/ops";
import { GuildVoice } from "./guild-voice.ts";
import { RefusedCalls } from "./refused-calls.ts";
import type { Services } from "./services.ts";

/** What belongs to one guild whatever isolate runs its script: its limits' counters, its secrets, its voice. */
export class Guild {
  readonly quota: QuotaGate;
  readonly voice: GuildVoice;
  readonly refusedCalls: RefusedCalls;
  /** Its isolates give way to those of others until then: its script failed lately. Unix milliseconds. */
  givesWayUntil = 0;
  #vault: SecretVault;
  /** Made when the script first fetches: most scripts do not, and most guilds sleep. */
  #egress: HttpEgress | undefined;

  constructor(readonly id: GuildId, readonly services: Services) {
    const { limits, logs, now } = services;
    this.quota = createQuotaGate(limits);
    this.#vault = createSecretVault([], { guildId: id });
    this.voice = new GuildVoice({
      guildId: id,
      logs,
      lineBytes: limits.logLineBytes,
      quota: this.quota,
      vault: () => this.#vault,
      now,
    });
    this.refusedCalls = new RefusedCalls(this.voice, now);
  }

  get egress(): HttpEgress {
    return this.#egress ??= this.services.createEgress();
  }

  get vault(): SecretVault {
    return this.#vault;
  }

  /** What the guild's people have set, as it is stored now. */
  async readSettings(): Promise<Record<string, unknown>> {
    return Object.fromEntries(await this.services.storage.settings.read(this.id));
  }

  /** Reads the secrets as they are stored now; answers their placeholders. */
  async refreshSecrets(): Promise<Record<string, string>> {
    this.#vault = await openVault(this.services, this.id);
    return this.#vault.placeholders();
  }
}
