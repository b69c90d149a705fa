"""An OpenID Connect provider for the browser tests: canaille, as pytest-iam serves it, in a process and an environment of
its own (its wheel brings a package called ``tests``).

``python identity_provider.py PORT REDIRECT_URI NAME:EMAIL …`` prints the id and the secret of the one client it knows,
then serves ``http://localhost:PORT`` until it is ended. Each person's password is their address.
"""

import os
import sys
import uuid

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # plain HTTP, on loopback alone


def main(port: int, redirect: str, people: list[str]) -> None:
    """Serve until the process is ended."""
    from canaille import create_app
    from canaille.app import models
    from canaille.backends import Backend
    from joserfc.jwk import JWKRegistry
    from pytest_iam import Server

    key = JWKRegistry.generate_key("RSA", 2048)
    key.ensure_kid()
    config = {
        "TESTING": True,
        "ENV_FILE": None,
        "SECRET_KEY": str(uuid.uuid4()),
        "WTF_CSRF_ENABLED": False,
        "PREFERRED_URL_SCHEME": "http",
        "SERVER_NAME": f"localhost:{port}",
        "CANAILLE": {
            "DATABASE": "memory",
            "JAVASCRIPT": False,
            "ACL": {"DEFAULT": {"PERMISSIONS": ["use_oidc"]}},
            "LOGGING": {"version": 1, "disable_existing_loggers": False},
        },
        "CANAILLE_OIDC": {"ACTIVE_JWKS": [key.as_dict(private=True)], "TRUSTED_DOMAINS": ["localhost"]},
    }
    server = Server(create_app(config=config), port, Backend.instance)
    with server.app.app_context():
        client = models.Client(
            client_id="nianbao",
            client_secret="of-the-test",
            client_name="nianbao",
            client_uri="http://localhost",
            redirect_uris=[redirect],
            post_logout_redirect_uris=[redirect],
            grant_types=["authorization_code"],
            response_types=["code"],
            scope=["openid", "profile", "email"],
            token_endpoint_auth_method="client_secret_basic",
        )
        Backend.instance.save(client)
        client.audience = [client]  # refers to what is kept
        Backend.instance.save(client)
        for person in people:
            name, _, email = person.partition(":")
            user = models.User(
                user_name=email.partition("@")[0],
                formatted_name=name,
                family_name=name,
                emails=[email],
                password=email,
            )
            Backend.instance.save(user)
        print("nianbao", "of-the-test", flush=True)
        server.httpd.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
