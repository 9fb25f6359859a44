import axios from 'axios'

export async function withoutOptions(url: string) {
  const { data } = await axios.get(url)
  return data
}

export async function withOptions(url: string) {
  const { data } = await axios.get(url, { params: { amount: 12 } })
  return data
}

export async function post(url: string) {
  const response = await axios.post(url, { amount: 12 })
  return { status: response.status, data: response.data }
}

export async function postWithOptions(url: string) {
  const response = await axios.post(url, { amount: 12 }, { headers: { 'x-trace': '1' } })
  return response.data
}

export async function calledByItself(url: string) {
  const response = await axios({ method: 'GET', url })
  return response.data
}

export async function withSignal(url: string, signal: AbortSignal) {
  const { data } = await axios.get(url, { signal })
  return data
}

export async function withController(url: string, visitor: EventTarget) {
  const controller = new AbortController()
  visitor.addEventListener('leaves', () => controller.abort())
  const { data } = await axios.get(url, { signal: controller.signal })
  return data
}
