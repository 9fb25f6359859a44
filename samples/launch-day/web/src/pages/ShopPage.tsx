import type { Product } from '@/lib/api';
import { useLoad } from '@/lib/useLoad';

export function ShopPage() {
  const { data: products, error } = useLoad<Product[]>('/products');

  if (error) return <p>{error}</p>;
  if (!products) return <p className="muted">Loading…</p>;

  return (
    <>
      {products.map((product) => (
        <article key={product.id}>
          <h2>{product.name}</h2>
          <p>{product.description}</p>
          <p className="muted">
            {(product.priceCents / 100).toFixed(2)} {product.currency} by {product.maker.name}
          </p>
        </article>
      ))}
    </>
  );
}
