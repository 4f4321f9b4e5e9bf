package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

// Row is what a scan function reads from: one row of a result.
type Row interface{ Scan(dest ...any) error }

// All reads every row of a query that is known to be bounded.
func All[T any](ctx context.Context, q Querier, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	var all []T
	err := Each(ctx, q, func(r Row) error {
		one, err := scan(r)
		all = append(all, one)
		return err
	}, query, args...)
	return all, err
}

// Each calls do for every row of a query; do must not use the same connection.
func Each(ctx context.Context, q Querier, do func(Row) error, query string, args ...any) error {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := do(rows); err != nil {
			return translate(err)
		}
	}
	return translate(rows.Err())
}

// One reads the only row of a query; ErrNotFound where there is none.
func One[T any](ctx context.Context, q Querier, scan func(Row) (T, error), query string, args ...any) (T, error) {
	one, err := scan(q.QueryRow(ctx, query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		return one, ErrNotFound
	}
	return one, translate(err)
}

// Value reads one value; ErrNotFound where there is no row.
func Value[T any](ctx context.Context, q Querier, query string, args ...any) (T, error) {
	return One(ctx, q, Scan[T], query, args...)
}

// Values reads a column of values.
func Values[T any](ctx context.Context, q Querier, query string, args ...any) ([]T, error) {
	return All(ctx, q, Scan[T], query, args...)
}

// Scan reads a row of one column.
func Scan[T any](r Row) (T, error) {
	var v T
	err := r.Scan(&v)
	return v, err
}

// In gives "(?,?,?)" for n values, and "(NULL)" for none, so that IN () is never written.
func In(n int) string {
	if n <= 0 {
		return "(NULL)"
	}
	return "(" + strings.Repeat("?,", n-1) + "?)"
}

// Args makes a list of query arguments from a slice.
func Args[T any](values []T, before ...any) []any {
	args := append(make([]any, 0, len(before)+len(values)), before...)
	for _, v := range values {
		args = append(args, v)
	}
	return args
}

// Null gives nil for a zero value, so that an absent number or text is stored as NULL.
func Null[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// Flag gives a truth as both engines store it: 1 or 0.
func Flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
