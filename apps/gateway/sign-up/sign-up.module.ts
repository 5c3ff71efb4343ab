import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { LinksModule } from '../links/links.module.js';
import { SignUpHandler, SignUpTokens } from './sign-up.commands.js';
import { SignUpController } from './sign-up.controller.js';

@Module({ imports: [CqrsModule, LinksModule], controllers: [SignUpController], providers: [SignUpTokens, SignUpHandler] })
export class SignUpModule {}
