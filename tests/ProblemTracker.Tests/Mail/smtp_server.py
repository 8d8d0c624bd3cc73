"""A mail server for the tests: Debian's aiosmtpd, with simulated faults.

Writes each accepted email to a folder, numbered in order of arrival, and prints "ready PORT" once it listens.
"""
import argparse
import asyncio
import os
import pathlib
import ssl

from aiosmtpd.smtp import SMTP

arguments = argparse.ArgumentParser()
arguments.add_argument("folder", type=pathlib.Path)
arguments.add_argument("--port", type=int, default=0)
arguments.add_argument("--refuse", action="append", default=[], help="refuse this recipient permanently")
arguments.add_argument("--refuse-data", help="refuse emails that contain this text")
arguments.add_argument("--refuse-sender", action="store_true")
arguments.add_argument("--greet-busy", action="store_true", help="answer every connection with 421")
arguments.add_argument("--slow", type=float, default=0, help="seconds to wait before answering RCPT")
arguments.add_argument("--die-in-data", action="store_true", help="exit after the first line of an email")
arguments.add_argument("--hang-up-on", help="break the connection in the middle of emails to this recipient")
arguments.add_argument("--emails-per-connection", type=int, default=0)
arguments.add_argument("--certificate")
arguments.add_argument("--key")
arguments.add_argument("--user", help="require this user, with the password secret")
options = arguments.parse_args()


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if options.refuse_sender:
            return "550 5.7.1 No mail from there"
        taken = getattr(session, "taken", 0)
        if options.emails_per_connection and taken >= options.emails_per_connection:
            return "421 4.7.0 Too many emails in this session"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        await asyncio.sleep(options.slow)
        if address in options.refuse:
            return "550 5.1.1 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if options.refuse_data and options.refuse_data.encode() in envelope.content:
            return "554 5.6.0 Not this one"
        session.taken = getattr(session, "taken", 0) + 1
        number = len(list(options.folder.glob("*.eml"))) + 1
        (options.folder / f"{number:05}.eml").write_bytes(envelope.content)
        return "250 OK"


class Server(SMTP):
    async def smtp_DATA(self, arg):
        if options.die_in_data or options.hang_up_on in self.envelope.rcpt_tos:
            await self.push("354 Go on")
            await self._reader.readline()
            if options.die_in_data:
                os._exit(1)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


async def busy(reader, writer):
    writer.write(b"421 4.3.2 Come back later\r\n")
    await writer.drain()
    writer.close()


async def main():
    options.folder.mkdir(parents=True, exist_ok=True)
    more = {}
    if options.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.certificate, options.key)
        more = {"tls_context": context, "require_starttls": True}
    if options.user:
        more |= {"auth_required": True, "auth_callback": lambda mechanism, login, password: (login, password) == (options.user.encode(), b"secret")}
    if options.greet_busy:
        server = await asyncio.start_server(busy, "127.0.0.1", options.port)
    else:
        server = await asyncio.get_running_loop().create_server(lambda: Server(Handler(), hostname="mail.test.example", **more), "127.0.0.1", options.port)
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
