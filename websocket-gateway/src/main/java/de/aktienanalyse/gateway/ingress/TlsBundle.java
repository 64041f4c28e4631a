package de.aktienanalyse.gateway.ingress;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/// Our two settings as a bundle of Spring's, which watches their files: a certificate that was
/// renewed is served from the next handshake on, without a restart.
final class TlsBundle implements BeanPostProcessor {
    static final String NAME = "aktien";

    private final Environment environment;

    TlsBundle(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof SslProperties springs) {
            TlsProperties ours =
                    Binder.get(environment).bindOrCreate("aktien.gateway.tls", TlsProperties.class);
            if (ours.areGiven()) {
                springs.getBundle().getPem().put(NAME, bundle(ours));
            }
        }
        return bean;
    }

    private static PemSslBundleProperties bundle(TlsProperties files) {
        PemSslBundleProperties bundle = new PemSslBundleProperties();
        PemSslBundleProperties.Store store = bundle.getKeystore();
        store.setCertificate("file:" + readable("AKTIEN_TLS_CERT", files.certificate()));
        store.setPrivateKey("file:" + readable("AKTIEN_TLS_KEY", files.key()));
        // Who renews replaces one file after the other: half a pair must not be served.
        store.setVerifyKeys(true);
        bundle.setReloadOnUpdate(true);
        bundle.getOptions().setEnabledProtocols(Set.of("TLSv1.3", "TLSv1.2"));
        return bundle;
    }

    private static Path readable(String setting, @Nullable String file) {
        if (file == null || file.isBlank()) {
            throw new IllegalStateException(
                    "AKTIEN_TLS_CERT and AKTIEN_TLS_KEY go together; " + setting + " is missing");
        }
        Path path = Path.of(file).toAbsolutePath();
        if (!Files.isReadable(path)) {
            throw new IllegalStateException(setting + " names no file that can be read: " + path);
        }
        return path;
    }
}
