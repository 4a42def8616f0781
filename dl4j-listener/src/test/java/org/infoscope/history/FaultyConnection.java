package org.infoscope.history;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;

/** A connection before whose every transaction something happens. */
final class FaultyConnection {

    private FaultyConnection() {}

    /**
     * Wraps a connection.
     *
     * @param real that does the work
     * @param before each statement that is made and not prepared
     */
    static Connection of(Connection real, Runnable before) {
        return (Connection) Proxy.newProxyInstance(
                FaultyConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("createStatement")) {
                        before.run();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
