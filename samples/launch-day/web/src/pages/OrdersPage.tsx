import type { Order } from '@/lib/api';
import { useLoad } from '@/lib/useLoad';

export default function OrdersPage() {
  const { data: orders, error } = useLoad<Order[]>('/orders');

  if (error) return <p>{error}</p>;
  if (!orders) return <p className="muted">Loading…</p>;
  if (orders.length === 0) return <p>You have not bought anything yet.</p>;

  return (
    <>
      {orders.map((order) => (
        <article key={order.number}>
          <h2>{order.number}</h2>
          <p className="muted">{order.status}</p>
          <ul>
            {order.items.map((item) => (
              <li key={item.name}>
                {item.quantity} × {item.name}
              </li>
            ))}
          </ul>
        </article>
      ))}
    </>
  );
}
