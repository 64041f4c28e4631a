// services/frontend-service/src/static/js/websocket-client.ts
interface WebSocketMessage {
    type: string;
    event: string;
    data: any;
    timestamp: string;
    correlation_id?: string;
    source_service?: string;
    target_client?: string;
}

interface SubscriptionConfig {
    event_types: string[];
    auto_reconnect: boolean;
    heartbeat_interval: number;
}

class WebSocketEventClient {
    private ws: WebSocket | null = null;
    private clientId: string | null = null;
    private isConnected: boolean = false;
    private subscriptions: Set<string> = new Set();
    private eventHandlers: Map<string, Function[]> = new Map();
    private reconnectAttempts: number = 0;
    private maxReconnectAttempts: number = 10;
    private reconnectInterval: number = 1000;
    private heartbeatTimer: NodeJS.Timer | null = null;
    
    constructor(
        private wsUrl: string = 'wss://localhost/ws',
        private config: SubscriptionConfig = {
            event_types: [],
            auto_reconnect: true,
            heartbeat_interval: 30000
        }
    ) {}
    
    async connect(): Promise<void> {
        try {
            this.ws = new WebSocket(`${this.wsUrl}/${this.clientId || ''}`);
            
            this.ws.onopen = (event) => {
                console.log('WebSocket connected');
                this.isConnected = true;
                this.reconnectAttempts = 0;
                
                // Initial-Subscriptions
                if (this.config.event_types.length > 0) {
                    this.subscribe(this.config.event_types);
                }
                
                // Heartbeat starten
                this.startHeartbeat();
                
                this.emit('connection.established', {});
            };
            
            this.ws.onmessage = (event) => {
                try {
                    const message: WebSocketMessage = JSON.parse(event.data);
                    this.handleMessage(message);
                } catch (error) {
                    console.error('Invalid WebSocket message:', error);
                }
            };
            
            this.ws.onclose = (event) => {
                console.log('WebSocket disconnected');
                this.isConnected = false;
                this.stopHeartbeat();
                
                if (this.config.auto_reconnect && this.reconnectAttempts < this.maxReconnectAttempts) {
                    setTimeout(() => {
                        this.reconnectAttempts++;
                        console.log(`Reconnection attempt ${this.reconnectAttempts}/${this.maxReconnectAttempts}`);
                        this.connect();
                    }, this.reconnectInterval * this.reconnectAttempts);
                }
                
                this.emit('connection.closed', { code: event.code, reason: event.reason });
            };
            
            this.ws.onerror = (error) => {
                console.error('WebSocket error:', error);
                this.emit('connection.error', { error });
            };
            
        } catch (error) {
            console.error('WebSocket connection failed:', error);
            throw error;
        }
    }
    
    disconnect(): void {
        if (this.ws) {
            this.config.auto_reconnect = false;
            this.stopHeartbeat();
            this.ws.close();
            this.ws = null;
        }
    }
    
    subscribe(eventTypes: string[]): void {
        if (!this.isConnected) {
            console.warn('Cannot subscribe - WebSocket not connected');
            return;
        }
        
        eventTypes.forEach(type => this.subscriptions.add(type));
        
        this.send({
            type: 'subscription',
            event: 'subscribe',
            data: { event_types: eventTypes },
            timestamp: new Date().toISOString()
        });
    }
    
    unsubscribe(eventTypes: string[]): void {
        if (!this.isConnected) {
            console.warn('Cannot unsubscribe - WebSocket not connected');
            return;
        }
        
        eventTypes.forEach(type => this.subscriptions.delete(type));
        
        this.send({
            type: 'subscription',
            event: 'unsubscribe',
            data: { event_types: eventTypes },
            timestamp: new Date().toISOString()
        });
    }
    
    sendUserCommand(command: string, data: any): void {
        if (!this.isConnected) {
            console.warn('Cannot send command - WebSocket not connected');
            return;
        }
        
        this.send({
            type: 'user',
            event: command,
            data: data,
            timestamp: new Date().toISOString(),
            correlation_id: this.generateCorrelationId()
        });
    }
    
    on(eventType: string, handler: Function): void {
        if (!this.eventHandlers.has(eventType)) {
            this.eventHandlers.set(eventType, []);
        }
        this.eventHandlers.get(eventType)!.push(handler);
    }
    
    off(eventType: string, handler?: Function): void {
        if (handler) {
            const handlers = this.eventHandlers.get(eventType);
            if (handlers) {
                const index = handlers.indexOf(handler);
                if (index > -1) {
                    handlers.splice(index, 1);
                }
            }
        } else {
            this.eventHandlers.delete(eventType);
        }
    }
    
    private send(message: Partial<WebSocketMessage>): void {
        if (this.ws && this.ws.readyState === WebSocket.OPEN) {
            this.ws.send(JSON.stringify(message));
        }
    }
    
    private handleMessage(message: WebSocketMessage): void {
        // System-Messages
        if (message.type === 'system') {
            if (message.event === 'connection.established') {
                this.clientId = message.data.client_id;
            }
        }
        
        // Event an Handler weiterleiten
        this.emit(message.event, message);
    }
    
    private emit(eventType: string, data: any): void {
        const handlers = this.eventHandlers.get(eventType);
        if (handlers) {
            handlers.forEach(handler => {
                try {
                    handler(data);
                } catch (error) {
                    console.error(`Error in event handler for ${eventType}:`, error);
                }
            });
        }
    }
    
    private startHeartbeat(): void {
        this.heartbeatTimer = setInterval(() => {
            if (this.isConnected) {
                this.send({
                    type: 'ping',
                    event: 'heartbeat',
                    data: {},
                    timestamp: new Date().toISOString()
                });
            }
        }, this.config.heartbeat_interval);
    }
    
    private stopHeartbeat(): void {
        if (this.heartbeatTimer) {
            clearInterval(this.heartbeatTimer);
            this.heartbeatTimer = null;
        }
    }
    
    private generateCorrelationId(): string {
        return Math.random().toString(36).substring(2, 15) + 
               Math.random().toString(36).substring(2, 15);
    }
    
    // Utility-Methods
    getConnectionStatus(): string {
        if (!this.ws) return 'disconnected';
        switch (this.ws.readyState) {
            case WebSocket.CONNECTING: return 'connecting';
            case WebSocket.OPEN: return 'connected';
            case WebSocket.CLOSING: return 'closing';
            case WebSocket.CLOSED: return 'closed';
            default: return 'unknown';
        }
    }
    
    getSubscriptions(): string[] {
        return Array.from(this.subscriptions);
    }
    
    getClientId(): string | null {
        return this.clientId;
    }
}

// Frontend-Integration
class PortfolioWebSocketClient {
    private wsClient: WebSocketEventClient;
    
    constructor() {
        this.wsClient = new WebSocketEventClient('wss://localhost/ws', {
            event_types: [
                'portfolio.update',
                'portfolio.position_changed',
                'portfolio.value_changed',
                'trading.order_filled',
                'trading.order_cancelled',
                'market.price_update'
            ],
            auto_reconnect: true,
            heartbeat_interval: 30000
        });
        
        this.setupEventHandlers();
    }
    
    async connect(): Promise<void> {
        await this.wsClient.connect();
    }
    
    private setupEventHandlers(): void {
        // Portfolio-Updates
        this.wsClient.on('portfolio.update', (message: WebSocketMessage) => {
            this.updatePortfolioDisplay(message.data);
        });
        
        this.wsClient.on('portfolio.value_changed', (message: WebSocketMessage) => {
            this.updatePortfolioValue(message.data);
        });
        
        // Trading-Updates
        this.wsClient.on('trading.order_filled', (message: WebSocketMessage) => {
            this.showOrderNotification('Order erfolgreich ausgeführt', message.data);
            this.refreshOrderHistory();
        });
        
        // Market-Data-Updates
        this.wsClient.on('market.price_update', (message: WebSocketMessage) => {
            this.updatePriceDisplay(message.data);
        });
        
        // Connection-Events
        this.wsClient.on('connection.established', () => {
            this.showConnectionStatus('Verbunden', 'success');
        });
        
        this.wsClient.on('connection.closed', () => {
            this.showConnectionStatus('Verbindung getrennt', 'warning');
        });
    }
    
    // User-Actions
    placeOrder(orderData: any): void {
        this.wsClient.sendUserCommand('place_order', orderData);
    }
    
    cancelOrder(orderId: string): void {
        this.wsClient.sendUserCommand('cancel_order', { order_id: orderId });
    }
    
    requestPortfolioUpdate(): void {
        this.wsClient.sendUserCommand('refresh_portfolio', {});
    }
    
    // UI-Update-Methods
    private updatePortfolioDisplay(data: any): void {
        // Portfolio-UI aktualisieren
        console.log('Portfolio update:', data);
        
        // Implementierung der UI-Updates
        const portfolioElement = document.getElementById('portfolio-value');
        if (portfolioElement && data.total_value) {
            portfolioElement.textContent = `€${data.total_value.toLocaleString('de-DE', {
                minimumFractionDigits: 2,
                maximumFractionDigits: 2
            })}`;
        }
    }
    
    private updatePortfolioValue(data: any): void {
        // Portfolio-Wert-Animation
        const change = data.change || 0;
        const changePercent = data.change_percent || 0;
        
        this.animateValueChange('portfolio-change', change, changePercent);
    }
    
    private updatePriceDisplay(data: any): void {
        // Kurs-Updates in Realtime
        const { symbol, price, change, change_percent } = data;
        
        const priceElement = document.querySelector(`[data-symbol="${symbol}"] .price`);
        if (priceElement) {
            priceElement.textContent = `€${price.toFixed(2)}`;
            
            // Farb-Animation für Änderungen
            const changeClass = change >= 0 ? 'price-up' : 'price-down';
            priceElement.classList.add(changeClass);
            setTimeout(() => priceElement.classList.remove(changeClass), 1000);
        }
    }
    
    private showOrderNotification(message: string, orderData: any): void {
        // Toast-Notification für Orders
        const notification = document.createElement('div');
        notification.className = 'notification success';
        notification.innerHTML = `
            <div class="notification-content">
                <strong>${message}</strong>
                <br>
                ${orderData.symbol} - ${orderData.quantity} Stück zu €${orderData.price}
            </div>
        `;
        
        document.body.appendChild(notification);
        setTimeout(() => notification.remove(), 5000);
    }
    
    private showConnectionStatus(message: string, type: string): void {
        const statusElement = document.getElementById('connection-status');
        if (statusElement) {
            statusElement.textContent = message;
            statusElement.className = `status ${type}`;
        }
    }
    
    private animateValueChange(elementId: string, change: number, changePercent: number): void {
        const element = document.getElementById(elementId);
        if (element) {
            const changeClass = change >= 0 ? 'positive' : 'negative';
            element.textContent = `${change >= 0 ? '+' : ''}€${change.toFixed(2)} (${changePercent.toFixed(2)}%)`;
            element.className = `change ${changeClass}`;
        }
    }
    
    private refreshOrderHistory(): void {
        // Order-History neu laden
        fetch('/api/trading/orders/history')
            .then(response => response.json())
            .then(data => {
                // UI-Update für Order-History
                console.log('Order history updated:', data);
            });
    }
}

// Global-Instance
const portfolioWS = new PortfolioWebSocketClient();

// Auto-Connect bei Page-Load
document.addEventListener('DOMContentLoaded', () => {
    portfolioWS.connect().catch(console.error);
});
