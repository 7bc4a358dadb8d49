// Streams the changes of a guild. Reconnects after the last revision seen when the connection is lost.
import * as api from './api.js';

const Patience = 40_000; // The server sends something every 15 seconds.
const [ShortestDelay, LongestDelay] = [500, 10_000];

export class Feed {
  #source;
  #silence;
  #retry;
  #delay = ShortestDelay;
  #isConnected = false;
  #isClosed = false;

  /**
   * @param id The guild.
   * @param revision The revision shown.
   * @param on Callbacks: change(change); refreshed() when individual changes are unknown; connection(isConnected); probe(), which rejects while the server is unreachable.
   */
  constructor(id, revision, on) {
    this.id = id;
    this.revision = revision;
    this.on = on;
    addEventListener('offline', this.#lost);
    addEventListener('online', this.#connectNow);
    this.#connect();
  }

  close() {
    this.#isClosed = true;
    removeEventListener('offline', this.#lost);
    removeEventListener('online', this.#connectNow);
    this.#stop();
  }

  #connect() {
    this.#source = new EventSource(api.events(this.id, this.revision));
    this.#source.onopen = () => this.#heard();
    this.#source.onerror = this.#lost;
    this.#source.addEventListener('heartbeat', () => this.#heard());
    this.#source.addEventListener('change', event => {
      this.#heard();
      const change = JSON.parse(event.data);
      this.revision = change.revision;
      this.on.change(change);
    });
    this.#source.addEventListener('refreshed', event => {
      this.#heard();
      this.revision = JSON.parse(event.data).revision;
      this.on.refreshed();
    });
  }

  #heard() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(this.#lost, Patience);
    this.#delay = ShortestDelay;
    if (!this.#isConnected) {
      this.#isConnected = true;
      this.on.connection(true);
    }
  }

  #lost = () => {
    this.#stop();
    this.#isConnected = false;
    this.on.connection(false);
    this.#retry = setTimeout(this.#connectNow, this.#delay * (0.5 + Math.random() / 2));
    this.#delay = Math.min(this.#delay * 2, LongestDelay);
  };

  /** Requests the guild first, since an event source does not say why it failed. */
  #connectNow = async () => {
    if (this.#isConnected) {
      return;
    }

    this.#stop();
    try {
      await this.on.probe();
    } catch {
      if (!this.#isClosed) {
        this.#lost();
      }

      return;
    }

    if (!this.#isClosed) {
      this.#stop();
      this.#connect();
    }
  };

  #stop() {
    this.#source?.close();
    clearTimeout(this.#silence);
    clearTimeout(this.#retry);
  }
}
