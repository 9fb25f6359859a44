import { lazy, Suspense } from 'react';
import { NavLink, Route, Routes } from 'react-router-dom';
import { Currency } from '@/components/Currency';
import { FeedPage } from '@/pages/FeedPage';
import { PostPage } from '@/pages/PostPage';
import { ShopPage } from '@/pages/ShopPage';

const OrdersPage = lazy(() => import('@/pages/OrdersPage'));

export function App() {
  return (
    <>
      <nav>
        <NavLink to="/">Feed</NavLink>
        <NavLink to="/shop">Shop</NavLink>
        <NavLink to="/orders">Your orders</NavLink>
        <Currency />
      </nav>
      <main>
        <Suspense fallback={<p className="muted">Loading…</p>}>
          <Routes>
            <Route path="/" element={<FeedPage />} />
            <Route path="/posts/:slug" element={<PostPage />} />
            <Route path="/shop" element={<ShopPage />} />
            <Route path="/orders" element={<OrdersPage />} />
          </Routes>
        </Suspense>
      </main>
    </>
  );
}
