// A small server on the Centrifuge library with its Redis broker, set as fast as it can be: write delay 1 ms,
// unlimited messages per frame, no compression. With "recovery" as the third word, clients that come back get what they
// missed; with "relay" it has no clients, but publishes, with history, what it hears on the Redis channel `bench`.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/centrifugal/centrifuge"
	"github.com/redis/rueidis"
)

func main() {
	mode := append(os.Args, "")[3]
	node, err := centrifuge.New(centrifuge.Config{ClientQueueMaxSize: 64 << 20, LogLevel: centrifuge.LogLevelError,
		LogHandler: func(entry centrifuge.LogEntry) { log.Println(entry.Message, entry.Fields) }})
	if err != nil {
		log.Fatal(err)
	}
	node.OnConnecting(func(context.Context, centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		return centrifuge.ConnectReply{
			Credentials:        &centrifuge.Credentials{UserID: "bench"},
			WriteDelay:         time.Millisecond,
			MaxMessagesInFrame: -1,
		}, nil
	})
	node.OnConnect(func(client *centrifuge.Client) {
		client.OnSubscribe(func(_ centrifuge.SubscribeEvent, done centrifuge.SubscribeCallback) {
			done(centrifuge.SubscribeReply{Options: centrifuge.SubscribeOptions{EnableRecovery: mode == "recovery"}}, nil)
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
	if mode == "relay" {
		relay(node)
	}
	http.Handle("/", centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{
		CheckOrigin: func(*http.Request) bool { return true }, UseWriteBufferPool: true}))
	go func() { log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], nil)) }()
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGTERM)
	<-asked
	_ = node.Shutdown(context.Background())
}

func relay(node *centrifuge.Node) {
	redis, err := rueidis.NewClient(rueidis.ClientOption{InitAddress: []string{"127.0.0.1:" + os.Args[2]}})
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(redis.Receive(context.Background(), redis.B().Subscribe().Channel("bench").Build(),
		func(heard rueidis.PubSubMessage) {
			if _, err := node.Publish("bench", []byte(heard.Message), centrifuge.WithHistory(100_000, time.Hour)); err != nil {
				// What it swallowed would be counted as lost by the server.
				log.Fatal(err)
			}
		}))
}
