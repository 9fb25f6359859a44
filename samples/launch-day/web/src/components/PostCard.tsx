import { Link } from 'react-router-dom';
import type { Post } from '@/lib/api';

export function PostCard({ post }: { post: Post }) {
  const latest = post.comments.at(-1);

  return (
    <article>
      <h2>
        <Link to={`/posts/${post.slug}`}>{post.title}</Link>
      </h2>
      <p className="muted">
        {post.author.name}, {new Date(post.createdAt).toLocaleDateString()}
      </p>
      {latest && <blockquote>{latest.body}</blockquote>}
    </article>
  );
}
