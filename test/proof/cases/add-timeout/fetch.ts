export async function withoutOptions(url: string) {
  const response = await fetch(url)
  return response.json()
}

export async function withOptions(url: string) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 12 }),
  })
  return { status: response.status, body: await response.json() }
}

export async function inAChain(url: string) {
  return fetch(url).then((response) => response.json())
}

export async function withSignal(url: string, signal: AbortSignal) {
  const response = await fetch(url, { signal })
  return response.json()
}

export async function withSharedOptions(url: string) {
  const options = { headers: { accept: 'application/json' } }
  const response = await fetch(url, options)
  return response.json()
}

export async function withController(url: string, visitor: EventTarget) {
  const controller = new AbortController()
  visitor.addEventListener('leaves', () => controller.abort())
  const response = await fetch(url, { signal: controller.signal })
  return response.json()
}
