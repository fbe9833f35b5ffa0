import { createClientMetadata, fetchClientMetadata } from '@fast-agent-auth/cimd'

const url = 'https://example.com/client.json'
const document = createClientMetadata({ url, name: 'My agent', ports: [3030, 3031] })
console.log(JSON.stringify(document, null, 2))

// Publish that at the URL, and leave this stand-in for your web server out.
const fetch = async () => Response.json(document, { headers: { 'cache-control': 'max-age=3600' } })

const { findings } = await fetchClientMetadata(url, { fetch, redirectUris: ['http://127.0.0.1:5000/callback'] })
for (const { level, message } of findings) console.log(`${level}: The document ${message}.`)
console.log(findings.some(({ level }) => level === 'error') ? 'Not valid' : 'Valid')
