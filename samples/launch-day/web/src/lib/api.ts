export interface Comment {
  id: number;
  body: string;
  createdAt: string;
  author?: { name: string };
}

export interface Post {
  id: number;
  slug: string;
  title: string;
  body: string;
  createdAt: string;
  author: { name: string; bio?: string | null };
  comments: Comment[];
}

export interface Product {
  id: number;
  slug: string;
  name: string;
  description: string;
  priceCents: number;
  currency: string;
  maker: { name: string };
}

export interface Order {
  number: string;
  status: string;
  createdAt: string;
  items: { name: string; quantity: number }[];
  totalCents: number;
}

export interface Rates {
  base: string;
  rates: Record<string, number>;
}

/** Loads JSON from our API, with the token of the logged-in user */
export async function get<T>(path: string): Promise<T> {
  const token = localStorage.getItem('token');
  const response = await fetch(`/api${path}`, {
    headers: token ? { Authorization: `Bearer ${token}` } : {},
  });
  if (!response.ok) {
    throw new Error(`Could not load ${path} (${response.status})`);
  }
  return (await response.json()) as T;
}
