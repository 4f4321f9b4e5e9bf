package main

import (
	"io"
	"net"
	"testing"
	"time"
)

// Whoever is still talking when they are answered hears the answer.
func TestAConnectionHearsOutWhoeverTalks(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			conn, err := lingering{listener}.Accept()
			if err != nil {
				return
			}
			_, _ = io.ReadFull(conn, make([]byte, 10))
			_, _ = io.WriteString(conn, "too long")
			conn.Close()
		}
	}()
	for range 5 {
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
			t.Fatal(err)
		}
		block := make([]byte, 1<<20)
		for i := range 40 { // far past what fits between the two
			if _, err := conn.Write(block); err != nil {
				t.Fatalf("broken off after %d megabytes: %v", i, err)
			}
		}
		if answer, err := io.ReadAll(conn); err != nil || string(answer) != "too long" {
			t.Fatalf("%q, %v", answer, err)
		}
		conn.Close()
	}
}
