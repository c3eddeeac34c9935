/** What the doors are told by configuration. */
export interface HttpSettings {
  /** How many proxies stand in front; 0 believes no `X-Forwarded-*` header. */
  readonly trustProxy: number;
  /** True when residents reach us over TLS, here or at a proxy: HSTS, Secure cookies. */
  readonly tls: boolean;
  /** Origins that may show the chat inside their own pages. */
  readonly embedOrigins: readonly string[];
  readonly rateLimits: boolean;
  /** Checks every reply against its declared schema; for tests. */
  readonly checkReplies: boolean;
}
