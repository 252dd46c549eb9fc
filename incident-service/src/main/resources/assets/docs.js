// Draws the OpenAPI document that the page names, in the colours of the page.
const root = document.documentElement;
const colours = () => root.classList.toggle('dark-mode', root.getAttribute('data-theme') === 'dark');
colours();
new MutationObserver(colours).observe(root, { attributeFilter: ['data-theme'] });
SwaggerUIBundle({
  url: document.getElementById('docs').dataset.openapi,
  dom_id: '#docs',
  deepLinking: true,
  defaultModelsExpandDepth: -1,
  docExpansion: 'list',
  validatorUrl: null,
});
