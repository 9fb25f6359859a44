export async function answer(number: number): Promise<string> {
  const response = await fetch(`http://service.example/${number}`, { signal: AbortSignal.timeout(5_000) })
  if (!response.ok) throw new Error(`no answer to ${number}`)
  return response.text()
}
