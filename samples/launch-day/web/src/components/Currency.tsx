import type { Rates } from '@/lib/api';
import { useLoad } from '@/lib/useLoad';

export function Currency() {
  const { data } = useLoad<Rates>('/rates');
  if (!data) return null;

  return <span className="muted">1 EUR = {data.rates.USD.toFixed(2)} USD</span>;
}
