import { useParams } from 'react-router-dom';
import type { Post } from '@/lib/api';
import { useLoad } from '@/lib/useLoad';

export function PostPage() {
  const { slug } = useParams();
  const { data: post, error } = useLoad<Post>(`/posts/${slug}`);

  if (error) return <p>{error}</p>;
  if (!post) return <p className="muted">Loading…</p>;

  return (
    <article>
      <h1>{post.title}</h1>
      <p className="muted">{post.author.name}</p>
      <p>{post.body}</p>
      <h2>Comments</h2>
      {post.comments.map((comment) => (
        <p key={comment.id}>
          <strong>{comment.author?.name}</strong> {comment.body}
        </p>
      ))}
    </article>
  );
}
