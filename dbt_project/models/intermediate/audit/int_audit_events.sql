{%- set registers = [
    'decisions',
    'definition_changes',
    'measure_weights',
    'owner_changes',
    'publications',
    'recovery_plans',
    'rule_versions',
    'sign_offs',
    'spc_events',
    'targets',
    'waivers',
] -%}

with final as (
    {% for register in registers %}
    select
        audit_event_id,
        register,
        event,
        scorecard_id,
        measure_id,
        organisation_unit_id,
        objective_id,
        period_id,
        rule_id,
        forum_id,
        author_post_id,
        approver_post_id,
        description,
        reason,
        decision_reference,
        source_file,
        source_sheet,
        source_row,
        event_on_date,
        effective_from_date,
        recorded_at,
        known_since_at
    from {{ ref('int_audit_event__' ~ register) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
