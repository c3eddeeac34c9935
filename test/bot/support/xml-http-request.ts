/** As much of a browser's XMLHttpRequest as Microsoft's Direct Line client uses. */
export class XmlHttpRequest {
  readyState = 0;
  status = 0;
  statusText = '';
  responseText = '';
  response: unknown = '';
  responseType = '';
  timeout = 0;
  withCredentials = false;
  readonly upload = {};
  onreadystatechange: (() => void) | null = null;
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  ontimeout: (() => void) | null = null;
  #method = 'GET';
  #url = '';
  #replyHeaders = new Headers();
  readonly #headers: Record<string, string> = {};
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #abort = new AbortController();

  open(method: string, url: string): void {
    [this.#method, this.#url] = [method, url];
    this.#turn(1);
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers[name] = value;
  }

  getAllResponseHeaders(): string {
    return [...this.#replyHeaders].map(([name, value]) => `${name}: ${value}`).join('\r\n');
  }

  getResponseHeader(name: string): string | null {
    return this.#replyHeaders.get(name);
  }

  addEventListener(type: string, listener: () => void): void {
    this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener));
  }

  removeEventListener(type: string, listener: () => void): void {
    this.#listeners.get(type)?.delete(listener);
  }

  abort(): void {
    this.#abort.abort();
  }

  send(body?: string): void {
    this.#run(body).catch(() => {
      if (this.#abort.signal.aborted) return;
      this.#turn(4);
      this.onerror?.();
      this.#tell('error');
    });
  }

  async #run(body?: string): Promise<void> {
    const response = await fetch(this.#url, {
      method: this.#method,
      headers: this.#headers,
      signal: this.#abort.signal,
      ...(body == null ? {} : { body }),
    });
    this.responseText = await response.text();
    this.status = response.status;
    this.statusText = response.statusText;
    this.#replyHeaders = response.headers;
    this.response = this.responseType === 'json' ? parsed(this.responseText) : this.responseText;
    this.#turn(4);
    this.onload?.();
    this.#tell('load');
    this.#tell('loadend');
  }

  #turn(state: number): void {
    this.readyState = state;
    this.onreadystatechange?.();
    this.#tell('readystatechange');
  }

  #tell(type: string): void {
    for (const listener of this.#listeners.get(type) ?? []) listener();
  }
}

function parsed(text: string): unknown {
  return text === '' ? null : JSON.parse(text);
}
