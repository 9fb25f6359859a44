const RATES_URL = process.env.RATES_URL ?? 'https://rates.example.com/v1/latest';

interface Rates {
  base: string;
  date: string;
  rates: Record<string, number>;
}

/** Today's exchange rates */
export async function getRates(base = 'EUR'): Promise<Rates> {
  const response = await fetch(`${RATES_URL}?base=${base}`);
  if (!response.ok) {
    throw new Error(`Could not load exchange rates (${response.status})`);
  }
  return (await response.json()) as Rates;
}
