/** What a euro costs today. */
export async function latestRates(): Promise<Record<string, number>> {
  const response = await fetch('https://rates.example.com/latest?base=EUR')
  const body = await response.json()
  return body.rates
}
