import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Grant, Interaction, InteractionResult, Provider } from 'oidc-provider'
import { type Handler, readBody } from './node-http.ts'
import { consentPage, errorPage, type LoginProblem, loginPage, pageHeaders } from './pages.ts'
import { scopeMeanings } from './scopes.ts'

const password = 'secret'

/** Serves `/interaction/…`: shows the login or the consent page, and hands the answer to the provider. */
export function createInteractions(provider: Provider): Handler {
  return async (request, response) => {
    // Rejects if the cookie is missing or the interaction has ended.
    const interaction = await provider.interactionDetails(request, response).catch(() => undefined)
    if (!interaction || request.url !== `/interaction/${interaction.uid}`) {
      return sendPage(response, 400, errorPage('It is over, or it began in another browser.'))
    }
    if (request.method === 'POST') return submit(provider, interaction, { request, response })
    sendPage(response, 200, await render(provider, interaction))
  }
}

async function render(provider: Provider, interaction: Interaction): Promise<string> {
  const client = await clientName(provider, interaction)
  const { prompt, params, session } = interaction
  if (prompt.name === 'login') return loginPage({ client, user: text(params.login_hint) })
  const { protocol, host } = new URL(text(params.redirect_uri))
  return consentPage({
    client,
    user: session?.accountId ?? '',
    resource: [params.resource].flat().join(', '),
    scopes: explainScopes(text(params.scope)),
    returnsTo: `${protocol}//${host}`,
  })
}

/** The scopes that are known here; others are not granted. */
function explainScopes(scope: string): { name: string; meaning: string }[] {
  return scope.split(' ').flatMap((name) => {
    const meaning = scopeMeanings.get(name)
    return meaning ? [{ name, meaning }] : []
  })
}

async function submit(
  provider: Provider,
  interaction: Interaction,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const form = new URLSearchParams(await readBody(request))
  const finish = (result: InteractionResult, mergeWithLastSubmission = false): Promise<void> =>
    provider.interactionFinished(request, response, result, { mergeWithLastSubmission })
  if (interaction.prompt.name === 'login') {
    const user = (form.get('user') ?? '').trim()
    if (user && form.get('password') === password) return finish({ login: { accountId: user } })
    const problem: LoginProblem = user
      ? { field: 'password', text: `That is not the password. It is “${password}”.` }
      : { field: 'user', text: 'Please enter a user name.' }
    const client = await clientName(provider, interaction)
    return sendPage(response, 400, loginPage({ client, user, problem }))
  }
  if (form.get('answer') !== 'allow') {
    return finish({ error: 'access_denied', error_description: 'The person did not allow it' })
  }
  return finish({ consent: { grantId: await grantWhatIsMissing(provider, interaction) } }, true)
}

async function grantWhatIsMissing(provider: Provider, interaction: Interaction): Promise<string> {
  const { grantId, params, prompt, session } = interaction
  const grant = (grantId && (await provider.Grant.find(grantId))) || newGrant(provider, params.client_id, session)
  const { missingOIDCScope = [], missingResourceScopes = {} } = prompt.details
  if (missingOIDCScope.length > 0) grant.addOIDCScope(missingOIDCScope.join(' '))
  for (const [resource, scopes] of Object.entries(missingResourceScopes)) {
    grant.addResourceScope(resource, scopes.join(' '))
  }
  return grant.save()
}

function newGrant(provider: Provider, clientId: Parameter, session: Interaction['session']): Grant {
  if (!session) throw new Error('consent was given before login')
  return new provider.Grant({ accountId: session.accountId, clientId: text(clientId) })
}

type Parameter = Interaction['params'][string]

async function clientName(provider: Provider, { params }: Interaction): Promise<string> {
  const id = text(params.client_id)
  return (await provider.Client.find(id))?.clientName ?? id
}

function text(parameter: Parameter): string {
  return typeof parameter === 'string' ? parameter : ''
}

function sendPage(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, pageHeaders)
  response.end(page)
}
