import { useEffect, useState } from 'react';
import { get } from './api';

/** Loads something from the API when the component appears */
export function useLoad<T>(path: string) {
  const [data, setData] = useState<T | null>(null);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    let current = true;
    get<T>(path)
      .then((loaded) => current && setData(loaded))
      .catch((reason: Error) => current && setError(reason.message));
    return () => {
      current = false;
    };
  }, [path]);

  return { data, error };
}
