import { createHash } from 'node:crypto'

/** The whole style of the page. */
export const style: string = `
:root {
  color-scheme: light dark;
  --ground: #f4f5f7; --card: #fff; --edge: #e1e4e8; --rule: #b9c0c9; --text: #16191d; --quiet: #565d66; --note: #f4f5f7;
  --good: #14703d; --neutral: #7a5200; --bad: #b3261e;
  --good-tint: #e3f4e9; --neutral-tint: #faf0d9; --bad-tint: #fcebe9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1013; --card: #171a1f; --edge: #2a2f37; --rule: #565e6a; --text: #eceef1; --quiet: #a4acb7; --note: #1f232a;
    --good: #6cd699; --neutral: #e8bf66; --bad: #ff9d94;
    --good-tint: #16301f; --neutral-tint: #382b10; --bad-tint: #3b1c19;
  }
}
* { box-sizing: border-box; margin: 0; }
body {
  min-height: 100vh; min-height: 100svh; padding: 24px 16px max(24px, 10vh);
  display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 20px;
  background: var(--ground); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere; -webkit-text-size-adjust: 100%;
}
main {
  width: 100%; max-width: 480px; padding: 40px;
  background: var(--card); border: 1px solid var(--edge); border-radius: 16px;
  box-shadow: 0 1px 2px rgb(0 0 0 / 4%), 0 12px 32px -12px rgb(0 0 0 / 12%);
}
.good { --tone: var(--good); --tint: var(--good-tint); }
.neutral { --tone: var(--neutral); --tint: var(--neutral-tint); }
.bad { --tone: var(--bad); --tint: var(--bad-tint); }
svg { display: block; width: 44px; height: 44px; margin-bottom: 24px; overflow: visible; color: var(--tone); }
circle { fill: var(--tint); stroke: none; }
h1 { font-size: 24px; line-height: 1.25; font-weight: 650; letter-spacing: -.01em; text-wrap: balance; }
p { margin-top: 12px; text-wrap: pretty; }
.name { font-weight: 600; }
footer, .details { color: var(--quiet); }
.details {
  margin-top: 24px; padding: 12px 16px; font-size: 14px;
  background: var(--note); border: 1px solid transparent; border-radius: 8px;
}
.details + .details { margin-top: 12px; }
.details b, figcaption { display: block; font-size: 13px; font-weight: 600; color: var(--text); }
blockquote { margin-top: 6px; padding-left: 12px; border-left: 3px solid var(--rule); }
footer { max-width: 480px; font-size: 13px; text-align: center; }
@media (max-width: 480px) { main { padding: 32px 24px; } }
@media (forced-colors: active) { svg { color: CanvasText; } circle { fill: Canvas; stroke: currentColor; } }
`

const styleHash = createHash('sha256').update(style).digest('base64')

/** Allows this one style and nothing else. */
export const contentSecurityPolicy: string = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
