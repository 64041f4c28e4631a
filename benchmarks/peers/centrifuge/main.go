// A small server on the Centrifuge library with its Redis broker, set as fast as it can be: write delay 1 ms,
// unlimited messages per frame, no compression. The third word: with "recovery", clients that come back get what they
// missed; "relay" has no clients, but publishes, with history, what it hears on the Redis channel `bench`; "both" does both.
// The fourth word says what it is to be good at: "NEIGHBOURS" leaves the limits on slow clients as they are by default,
// "IDLE" saves memory too. On SIGUSR2 it collects its garbage, so that what remains can be measured.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/centrifugal/centrifuge"
	"github.com/redis/rueidis"
)

func word(place int) string {
	if len(os.Args) > place {
		return os.Args[place]
	}
	return ""
}

func main() {
	mode, use := word(3), word(4)
	idle := use == "IDLE"
	config := centrifuge.Config{ClientQueueMaxSize: 64 << 20, LogLevel: centrifuge.LogLevelError,
		LogHandler: func(entry centrifuge.LogEntry) { log.Println(entry.Message, entry.Fields) }}
	handling := centrifuge.WebsocketConfig{
		CheckOrigin: func(*http.Request) bool { return true }, UseWriteBufferPool: true}
	if use == "NEIGHBOURS" || idle {
		config.ClientQueueMaxSize = 0
	}
	if idle {
		handling.ProcessCommandsOffReadLoop = true
		handling.ReadBufferSize = 512
	}
	node := start(config, mode == "recovery" || mode == "both", idle)
	if mode == "relay" {
		relay(node, connected())
	}
	if mode == "both" {
		redis := connected()
		// Before the first client: one that has seen a lower offset would be told that it has missed something.
		seed(redis)
		go relay(node, redis)
	}
	go collect()
	http.Handle("/", centrifuge.NewWebsocketHandler(node, handling))
	go func() { log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], nil)) }()
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGTERM)
	<-asked
	_ = node.Shutdown(context.Background())
}

func start(config centrifuge.Config, recovery, idle bool) *centrifuge.Node {
	node, err := centrifuge.New(config)
	if err != nil {
		log.Fatal(err)
	}
	node.OnConnecting(func(context.Context, centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		return centrifuge.ConnectReply{
			Credentials:        &centrifuge.Credentials{UserID: "bench"},
			WriteDelay:         time.Millisecond,
			WriteWithTimer:     idle,
			MaxMessagesInFrame: -1,
		}, nil
	})
	node.OnConnect(func(client *centrifuge.Client) {
		client.OnSubscribe(func(_ centrifuge.SubscribeEvent, done centrifuge.SubscribeCallback) {
			done(centrifuge.SubscribeReply{Options: centrifuge.SubscribeOptions{EnableRecovery: recovery}}, nil)
		})
	})
	shard, err := centrifuge.NewRedisShard(node, centrifuge.RedisShardConfig{Address: "127.0.0.1:" + os.Args[2]})
	if err != nil {
		log.Fatal(err)
	}
	broker, err := centrifuge.NewRedisBroker(node, centrifuge.RedisBrokerConfig{Shards: []*centrifuge.RedisShard{shard}})
	if err != nil {
		log.Fatal(err)
	}
	node.SetBroker(broker)
	if err := node.Run(); err != nil {
		log.Fatal(err)
	}
	return node
}

// Offsets begin so high that all have one length, and so have the messages: by that the clients count them. With an
// epoch, or the first client would be told that offsets begin at 0.
var position = map[string]string{"s": "1000000000", "e": "bench"}

func seed(redis rueidis.Client) {
	for field, value := range position {
		asked := redis.B().Hsetnx().Key("centrifuge.stream.meta.bench").Field(field).Value(value).Build()
		if err := redis.Do(context.Background(), asked).Error(); err != nil {
			log.Fatal(err)
		}
	}
}

func connected() rueidis.Client {
	redis, err := rueidis.NewClient(rueidis.ClientOption{InitAddress: []string{"127.0.0.1:" + os.Args[2]}})
	if err != nil {
		log.Fatal(err)
	}
	return redis
}

func relay(node *centrifuge.Node, redis rueidis.Client) {
	ctx := context.Background()
	log.Fatal(redis.Receive(ctx, redis.B().Subscribe().Channel("bench").Build(), func(heard rueidis.PubSubMessage) {
		if _, err := node.Publish("bench", []byte(heard.Message), centrifuge.WithHistory(100_000, time.Hour)); err != nil {
			// What it swallowed would be counted as lost by the server.
			log.Fatal(err)
		}
	}))
}

func collect() {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR2)
	for range asked {
		debug.FreeOSMemory()
	}
}
