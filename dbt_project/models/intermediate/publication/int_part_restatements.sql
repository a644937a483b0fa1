with parts as (
    {% for part in ['objectives', 'exceptions', 'escalations'] %}
    select * from {{ ref('int_restated_' ~ part) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

figures as (
    select * from {{ ref('int_part_restatement_figures') }}
),

final as (
    select
        parts.publication_id,
        parts.part,
        parts.item_id,
        parts.measure_id,
        parts.organisation_unit_id,
        parts.objective_id,
        parts.exception_rule_id,
        parts.period_id,
        parts.published_text,
        parts.current_text,
        parts.own_reason
        || coalesce('; restated since: ' || figures.measure_names, '') || '.' as reason,
        parts.is_material,
        parts.published_on_date,
        coalesce(parts.evidence_known_at, figures.known_since_at) as known_since_at
    from parts
    -- What somebody did rests on no figure.
    left join figures
        on
            parts.evidence_known_at is null
            and parts.publication_id = figures.publication_id
            and coalesce(parts.measure_id, parts.objective_id) = figures.owner_id
            and case when parts.measure_id is null then 'objective' else 'measure' end
            = figures.owner_type
)

select * from final
