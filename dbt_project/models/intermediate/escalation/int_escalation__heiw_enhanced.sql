with proposals as (
    select * from {{ ref('int_escalation_proposals') }}
    where rule_id = 'heiw_enhanced'
),

stage_changes as (
    select * from {{ ref('int_escalation_stage_changes') }}
    where rule_id = 'heiw_enhanced'
),

-- Figures propose; from then on the decisions say what follows.
final as (
    select * from proposals
    union all
    select * from stage_changes
)

select * from final
