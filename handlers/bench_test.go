package handlers

import (
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
)

// BenchmarkHit compares a kept page with bare Fiber that returns the same bytes, over real sockets with 16
// connections. Compare the two lines' ns/op.
func BenchmarkHit(b *testing.B) {
	for _, size := range []int{20_000} {
		page := strings.Repeat("words of a page ", size/16)
		b.Run(fmt.Sprintf("bare/%d", size), func(b *testing.B) {
			bare := fiber.New(fiber.Config{DisableStartupMessage: true})
			body := []byte(page)
			bare.Get("/discussions/1", func(c *fiber.Ctx) error {
				c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
				return c.Send(body)
			})
			load(b, bare)
		})
		b.Run(fmt.Sprintf("kept/%d", size), func(b *testing.B) {
			s := newStage(b, func(a *App, r *registrar) {
				r.get(Anyone, "/discussions/:id", func(c *fiber.Ctx) error {
					a.shows(c, "thread:1")
					c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
					return c.SendString(page)
				}, cached("after"))
			})
			load(b, s.fiber)
			if stats := s.Cache.Stats(); stats.Hits < int64(b.N)-64 {
				b.Errorf("%d hits in %d requests", stats.Hits, b.N)
			}
		})
	}
}

// load sends b.N requests over 16 connections that stay open.
func load(b *testing.B, app *fiber.App) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	go func() { _ = app.Listener(listener) }()
	defer func() { _ = app.ShutdownWithTimeout(time.Second) }()
	request := []byte("GET /discussions/1 HTTP/1.1\r\nHost: folkmoot.test\r\n\r\n")
	one := func(conn net.Conn, buffer []byte) int {
		if _, err := conn.Write(request); err != nil {
			b.Error(err)
		}
		n, err := conn.Read(buffer)
		if err != nil {
			b.Error(err)
		}
		head := strings.Index(string(buffer[:min(n, 2000)]), "\r\n\r\n") + 4
		var length int
		if at := strings.Index(string(buffer[:head]), "Content-Length: "); at >= 0 {
			_, _ = fmt.Sscan(string(buffer[at+16:at+24]), &length)
		}
		if rest := head + length - n; rest > 0 {
			if _, err := io.ReadFull(conn, buffer[:rest]); err != nil {
				b.Error(err)
			}
		}
		return head + length
	}
	var conns []net.Conn
	for range 16 {
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		defer conn.Close()
		conns = append(conns, conn)
	}
	one(conns[0], make([]byte, 64<<10)) // makes the page; what comes after is what is measured
	whole := one(conns[0], make([]byte, 64<<10))
	var left atomic.Int64
	left.Store(int64(b.N))
	b.ResetTimer()
	var all sync.WaitGroup
	for _, conn := range conns {
		all.Go(func() {
			buffer := make([]byte, 64<<10)
			for left.Add(-1) >= 0 {
				if _, err := conn.Write(request); err != nil {
					b.Error(err)
					return
				}
				if _, err := io.ReadFull(conn, buffer[:whole]); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}
