/** One style sheet for the login, consent and error pages, in light and dark. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #f3f4f7; --card: #fff; --text: #1a1d24; --quiet: #596072; --line: #8a92a3; --rule: #e2e5eb;
  --accent: #2450c8; --on-accent: #fff; --alarm: #b3261e; --note: #eef2ff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12141a; --card: #1c1f27; --text: #eceef3; --quiet: #a6adbd; --line: #717a8c; --rule: #323845;
    --accent: #a9bfff; --on-accent: #10204f; --alarm: #ffb4ab; --note: #232a40;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
main {
  width: 100%; max-width: 27rem; padding: 2rem; background: var(--card);
  border: 1px solid var(--rule); border-radius: .75rem;
}
@media (max-width: 30rem) { main { padding: 1.5rem 1.25rem; } }
h1 { margin: 0 0 .75rem; font-size: 1.375rem; line-height: 1.3; text-wrap: balance; overflow-wrap: anywhere; }
h2 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
p { margin: 0 0 1rem; }
.name { display: inline-block; max-width: 100%; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
.note { padding: .75rem 1rem; background: var(--note); border-radius: .5rem; }
.alarm { color: var(--alarm); font-weight: 600; }
code { font: .9375em ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
input, button { width: 100%; min-height: 2.75rem; font: inherit; border-radius: .5rem; }
input { padding: .5rem .75rem; background: transparent; color: inherit; border: 1px solid var(--line); }
input[aria-invalid] { border: 2px solid var(--alarm); }
button { padding: .5rem 1rem; font-weight: 600; cursor: pointer; border: 1px solid var(--line);
  background: transparent; color: inherit; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button:hover { filter: brightness(.93); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
form { margin-top: 1.5rem; display: grid; gap: .75rem; }
form.fields { gap: 0; }
form.fields button { margin-top: 1.5rem; }
ul { margin: 0; padding: 0; list-style: none; border-top: 1px solid var(--rule); }
li { padding: .625rem 0; border-bottom: 1px solid var(--rule); }
li code { display: block; color: var(--quiet); }
dl { margin: 1.25rem 0 0; display: grid; gap: 0 1rem; }
dt { color: var(--quiet); }
dd { margin: 0 0 .25rem; overflow-wrap: anywhere; }
main > :last-child { margin-bottom: 0; }
@media (min-width: 30rem) {
  dl { grid-template-columns: auto 1fr; row-gap: .25rem; }
  form.choice { grid-template-columns: 1fr 1fr; }
}
`
