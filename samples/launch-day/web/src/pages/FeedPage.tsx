import { PostCard } from '@/components/PostCard';
import type { Post } from '@/lib/api';
import { useLoad } from '@/lib/useLoad';

export function FeedPage() {
  const { data: posts, error } = useLoad<Post[]>('/feed');

  if (error) return <p>{error}</p>;
  if (!posts) return <p className="muted">Loading…</p>;

  return (
    <>
      {posts.map((post) => (
        <PostCard key={post.id} post={post} />
      ))}
    </>
  );
}
