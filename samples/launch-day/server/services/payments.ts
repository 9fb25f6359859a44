import axios from 'axios';

const PAYMENTS_URL = process.env.PAYMENTS_URL ?? 'https://api.payments.example.com/v1';

interface Charge {
  id: string;
  status: 'succeeded' | 'failed';
}

/** Charges the card of a customer */
export async function chargeCustomer(amount: number, currency: string, cardToken: string) {
  const { data } = await axios.post<Charge>(
    `${PAYMENTS_URL}/charges`,
    { amount, currency, source: cardToken },
    { headers: { Authorization: `Bearer ${process.env.PAYMENTS_KEY}` } },
  );

  if (data.status !== 'succeeded') {
    throw new Error('The payment was declined');
  }

  return data;
}

/** Whether the payment provider is up, for the status badge */
export async function paymentsAvailable() {
  const response = await fetch(`${PAYMENTS_URL}/status`, { signal: AbortSignal.timeout(2000) });
  return response.ok;
}
