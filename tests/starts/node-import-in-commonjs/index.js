import express from 'express';
import routes from './routes/items.js';

const app = express();
app.use('/items', routes);
app.listen(3000);
